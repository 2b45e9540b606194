@echo off
rem Anju on Windows: "start" builds it on the first run and opens the demo; "start serve" runs it on its own data.
cd /d "%~dp0"
if not exist ".venv\Scripts\anju.exe" (
  py -3 -m venv .venv 2>nul || python -m venv .venv || goto nopython
  ".venv\Scripts\python.exe" -m pip install --disable-pip-version-check -e . || goto failed
  ".venv\Scripts\python.exe" -m anju.project.catalogue || goto failed
)
if "%~1"=="" (".venv\Scripts\anju.exe" demo) else (".venv\Scripts\anju.exe" %*)
exit /b %errorlevel%
:nopython
echo Install Python 3.11 or newer from python.org, tick "Add python.exe to PATH", then run start again.
exit /b 1
:failed
echo The installation did not finish, see above. Delete the folder .venv and run start again.
exit /b 1
