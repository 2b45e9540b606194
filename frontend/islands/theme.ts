// Light or dark: the person's choice, else the page's (data-theme-default), else the machine's.
type Theme = "light" | "dark";
const KEPT = "anju.theme";

export function applyTheme(theme: Theme = chosen()): void {
  document.documentElement.dataset.bsTheme = theme;
}

export function toggleTheme(): void {
  document.addEventListener("click", (event) => {
    if (!(event.target as Element).closest("[data-theme-toggle]")) return;
    const next: Theme = document.documentElement.dataset.bsTheme === "dark" ? "light" : "dark";
    localStorage.setItem(KEPT, next);
    applyTheme(next);
  });
}

function chosen(): Theme {
  const kept = localStorage.getItem(KEPT) ?? document.documentElement.dataset.themeDefault;
  if (kept === "light" || kept === "dark") return kept;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}
