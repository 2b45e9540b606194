# Anju on Windows, the same as start.bat: .\anju.ps1 opens the demo, .\anju.ps1 serve runs it on its own data.
$ErrorActionPreference = "Stop"
Set-Location $PSScriptRoot
if (-not (Test-Path ".venv\Scripts\anju.exe")) {
    if (Get-Command py -ErrorAction SilentlyContinue) { py -3 -m venv .venv } else { python -m venv .venv }
    & ".venv\Scripts\python.exe" -m pip install --disable-pip-version-check -e .
    if ($LASTEXITCODE) { exit 1 }
    & ".venv\Scripts\python.exe" -m anju.project.catalogue
}
if ($args.Count) { & ".venv\Scripts\anju.exe" @args } else { & ".venv\Scripts\anju.exe" demo }
exit $LASTEXITCODE
