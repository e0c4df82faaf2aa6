// Builds every entry into content-hashed files of the Python package, and assets.json that
// names them. The result is committed: same sources and same lock, same bytes.
import { readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import * as esbuild from "esbuild";

const here = path.dirname(fileURLToPath(import.meta.url));
const target = path.resolve(here, "../cohortbook_widgets/static");
const manifest = path.join(target, "assets.json");
const entries = {
  page: "src/page/main.tsx",
  site: "src/site/main.ts",
  review: "src/review/main.tsx",
  preview: "src/preview/main.tsx",
};

async function sources(folder) {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = found.filter((file) => file.isFile() && /\.tsx?$/.test(file.name));
  return Promise.all(files.map((file) => readFile(path.join(file.parentPath, file.name), "utf8")));
}

// The catalogue also serves the server's templates; browsers get the words that scripts ask for:
// those named in quotes, and those starting like a template literal (`page.kernel.${state}`).
async function wordsUsed(catalogue) {
  const text = (await sources(path.join(here, "src"))).join("\n");
  const heads = [...text.matchAll(/`([a-z]+\.[a-z0-9.-]*)\$\{/g)].map((match) => match[1]);
  return Object.fromEntries(
    Object.entries(catalogue).filter(([key]) => {
      const [base] = key.split("#");
      return text.includes(`"${base}"`) || heads.some((head) => base.startsWith(head));
    }),
  );
}

const words = {
  name: "words",
  setup(build) {
    build.onLoad({ filter: /words[\\/]en\.json$/ }, async ({ path: file }) => {
      const used = await wordsUsed(JSON.parse(await readFile(file, "utf8")));
      return { contents: JSON.stringify(used), loader: "json" };
    });
  },
};

// `import css from "./x.css?inline"`: a stylesheet as text. Tokens that our pages set on their root
// are set on the preview alone where the page is not ours; libraries' own (`?sheet`) stay as they are.
const cssAsText = {
  name: "css-as-text",
  setup(build) {
    // Relative to here: a path of this machine would find its way into the file's name.
    build.onResolve({ filter: /\.css\?(inline|sheet)$/ }, ({ path: name, resolveDir }) => {
      const [file, namespace] = name.split("?");
      const library = path.join("node_modules", file);
      const own = path.relative(here, path.resolve(resolveDir, file));
      return { path: file.startsWith(".") ? own : library, namespace };
    });
    const text = async (file) => {
      const built = await esbuild.build({ ...common, entryPoints: [file], write: false });
      return built.outputFiles[0].text.trim();
    };
    build.onLoad({ filter: /.*/, namespace: "inline" }, async ({ path: file }) => ({
      contents: (await text(file)).replaceAll(":root", ".cb-preview"),
      loader: "text",
    }));
    build.onLoad({ filter: /.*/, namespace: "sheet" }, async ({ path: file }) => ({
      contents: await text(file),
      loader: "text",
    }));
  },
};

// The versions of what the bundle shares with widget libraries that are loaded later.
const versions = {
  name: "versions",
  setup(build) {
    build.onResolve({ filter: /^virtual:versions$/ }, ({ path: name }) => ({
      path: name,
      namespace: "versions",
    }));
    build.onLoad({ filter: /.*/, namespace: "versions" }, async () => {
      const { packages } = JSON.parse(await readFile(path.join(here, "package-lock.json"), "utf8"));
      const found = Object.entries(packages)
        .map(([key, { version }]) => [key.replace("node_modules/", ""), version])
        .filter(([name]) => /^@(lumino|jupyter-widgets)\/[a-z-]+$/.test(name));
      return { contents: JSON.stringify(Object.fromEntries(found)), loader: "json" };
    });
  },
};

const common = {
  absWorkingDir: here,
  bundle: true,
  charset: "utf8",
  legalComments: "none",
  loader: { ".svg": "text" },
  logLevel: "error",
  minify: true,
  target: "es2022",
};

function buildEntry([name, source]) {
  return esbuild.build({
    ...common,
    chunkNames: `${name}-[name]-[hash]`,
    define: { "process.env.NODE_ENV": '"production"' },
    entryNames: "[name]-[hash]",
    entryPoints: { [name]: source },
    format: "esm",
    jsx: "automatic",
    jsxImportSource: "preact",
    metafile: true,
    outdir: target,
    plugins: [words, cssAsText, versions],
    splitting: true,
    write: false,
  });
}

async function previousAssets() {
  try {
    return JSON.parse(await readFile(manifest, "utf8"));
  } catch {
    return {};
  }
}

// Whole or not at all: a server or another build may be reading.
async function put(file, contents) {
  const beside = `${file}.${process.pid}.new`;
  await writeFile(beside, contents);
  await rename(beside, file);
}

const before = await previousAssets();
const built = await Promise.allSettled(Object.entries(entries).map(buildEntry));
const assets = {};
const kept = new Set(["assets.json"]);
let failed = false;

for (const [index, name] of Object.keys(entries).entries()) {
  const result = built[index];
  if (result.status === "rejected") {
    failed = true;
    const old = Object.entries(before).filter(([key]) => key.startsWith(`${name}.`));
    for (const [key, value] of old) assets[key] = value;
    continue;
  }
  for (const file of result.value.outputFiles) {
    const base = path.basename(file.path);
    kept.add(base);
    await put(file.path, file.contents);
    const size = `${(gzipSync(file.contents).length / 1024).toFixed(1)} KiB gzipped`;
    console.log(`${base.padEnd(28)} ${size}`);
    if (new RegExp(`^${name}-[A-Z0-9]+\\.(js|css)$`).test(base)) {
      assets[name + path.extname(base)] = base;
    }
  }
}

const sorted = Object.fromEntries(Object.entries(assets).sort(([a], [b]) => (a < b ? -1 : 1)));
await put(manifest, `${JSON.stringify(sorted, null, 2)}\n`);
if (failed) {
  process.exitCode = 1;
} else {
  for (const name of await readdir(target)) {
    if (!kept.has(name)) await rm(path.join(target, name));
  }
}
