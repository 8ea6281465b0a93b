// Bundles the style sheets and scripts of src/meguri/web/client into src/meguri/web/static/built, those of papers into paper_built.
import { cp, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const outdir = here("../static/built");
const paper = here("../paper_built");

const shared = {
  bundle: true,
  minify: true,
  legalComments: "linked",
  target: ["es2020", "chrome100", "edge100", "safari15", "firefox100"],
  charset: "utf8",
  logLevel: "warning",
  outdir,
};

await rm(outdir, { recursive: true, force: true });
await rm(paper, { recursive: true, force: true });
await Promise.all([
  build({
    ...shared,
    format: "iife",
    entryPoints: {
      app: here("ts/app.ts"),
      autosave: here("ts/autosave.ts"),
      chart: here("ts/chart.ts"),
      map: here("ts/map.ts"),
      passkey: here("ts/passkey.ts"),
      verify: here("ts/verify.ts"),
      // The ready-made worker of MapLibre: a file of our own origin, so that no blob: is needed in the policy.
      "map-worker": "maplibre-gl/dist/maplibre-gl-csp-worker.js",
    },
  }),
  build({ ...shared, entryPoints: { app: here("css/app.css"), map: here("css/map-page.css") } }),
  // The style sheet of papers with its letters: read by the server when it makes a PDF, never sent to a browser.
  build({
    ...shared,
    outdir: paper,
    entryPoints: { paper: here("css/paper.css") },
    loader: { ".ttf": "copy" },
    publicPath: "paper:",
    assetNames: "[name]",
  }),
]);
await cp(fileURLToPath(import.meta.resolve("@expo-google-fonts/noto-sans-jp/LICENSE_FONT")), `${paper}/LICENSE_FONT`);
