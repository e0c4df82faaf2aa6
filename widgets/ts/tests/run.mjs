// Bundles the tests into node_modules and runs them with node's own runner.
import { spawn } from "node:child_process";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const here = path.dirname(fileURLToPath(import.meta.url));
const out = path.resolve(here, "../node_modules/.cache/cohortbook-tests");
const tests = (await readdir(here)).filter((name) => /\.test\.tsx?$/.test(name));
const asked = process.argv.slice(2);
const chosen = asked.length ? tests.filter((name) => asked.some((a) => name.includes(a))) : tests;

await esbuild.build({
  absWorkingDir: path.dirname(here),
  bundle: true,
  entryPoints: chosen.map((name) => path.join(here, name)),
  format: "esm",
  jsx: "automatic",
  jsxImportSource: "preact",
  loader: { ".css": "empty" },
  logLevel: "error",
  outExtension: { ".js": ".mjs" },
  outdir: out,
  packages: "external",
  platform: "node",
  sourcemap: "inline",
});
const files = chosen.map((name) => path.join(out, name.replace(/\.tsx?$/, ".mjs")));
const args = ["--enable-source-maps", "--test", ...files];
spawn(process.execPath, args, { stdio: "inherit" }).on("exit", (code) => {
  process.exitCode = code ?? 1;
});
