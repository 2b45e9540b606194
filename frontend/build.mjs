// Bundles the islands and the style sheet and draws the icon sprite: node build.mjs OUT ICON...
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { build } from "esbuild";

const [out, ...icons] = process.argv.slice(2);
const OUTLINE = "node_modules/@tabler/icons/icons/outline";

await mkdir(out, { recursive: true });
await build({
  entryPoints: ["anju.ts", "theme.ts", "phone.ts", "worker.ts", "desk.ts", "desk_worker.ts", "map.ts", "anju.css", "map.css"],
  outdir: out,
  bundle: true,
  minify: true,
  loader: { ".png": "dataurl" },
  format: "iife",
  target: ["chrome123", "firefox120", "safari17.5"],
  define: { "process.env.NODE_ENV": '"production"' },
  legalComments: "linked",
  logLevel: "warning",
});
await writeFile(`${out}/icons.svg`, await sprite(icons));

async function sprite(names) {
  const symbols = await Promise.all(names.map(symbol));
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.filter(Boolean).join("")}</svg>\n`;
}

/** One icon as a <symbol> that takes its colour and stroke from the page; an unknown name is told and left out. */
async function symbol(name) {
  try {
    const svg = await readFile(`${OUTLINE}/${name.slice(3)}.svg`, "utf8");
    const shapes = svg.replace(/^[\s\S]*?<svg[^>]*>/, "").replace(/<\/svg>\s*$/, "").replace(/\s*\n\s*/g, "");
    return `<symbol id="${name}" viewBox="0 0 24 24">${shapes}</symbol>`;
  } catch {
    console.warn(`No outline icon is called ${name}. Choose one from Tabler Icons.`);
    return null;
  }
}
