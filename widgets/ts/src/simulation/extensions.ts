import versions from "virtual:versions";
import * as base from "@jupyter-widgets/base";
import * as controls from "@jupyter-widgets/controls";
import * as algorithm from "@lumino/algorithm";
import * as coreutils from "@lumino/coreutils";
import * as messaging from "@lumino/messaging";
import * as signaling from "@lumino/signaling";
import * as widgets from "@lumino/widgets";
import type { WidgetExtension } from "../types";

type Exports = Record<string, unknown>;
export type Libraries = (name: string, exports: () => Exports | Promise<Exports>) => void;

/** An extension of JupyterLab as webpack's module federation builds it. */
interface Container {
  init: (scope: ShareScope) => void | Promise<void>;
  get: (module: string) => Promise<() => unknown>;
}

interface Shared {
  get: () => Promise<() => unknown>;
  from: string;
  loaded: 1;
}
type ShareScope = Record<string, Record<string, Shared>>;

interface Plugin {
  activate?: (app: unknown, ...services: unknown[]) => unknown;
  requires?: unknown[];
}

/** What an extension must not bring a second time: a class is only equal to itself. */
const shared: Record<string, unknown> = {
  "@jupyter-widgets/base": base,
  "@jupyter-widgets/controls": controls,
  "@lumino/algorithm": algorithm,
  "@lumino/coreutils": coreutils,
  "@lumino/messaging": messaging,
  "@lumino/signaling": signaling,
  "@lumino/widgets": widgets,
};

const scope: ShareScope = Object.fromEntries(
  Object.entries(shared).map(([name, module]) => {
    const get = () => Promise.resolve(() => module);
    return [name, { [versions[name] ?? "0.0.0"]: { from: "cohortbook", get, loaded: 1 } }];
  }),
);

function loadScript(url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = url;
    script.onload = () => resolve();
    script.onerror = () => reject(new Error(`${url} could not be loaded`));
    document.head.append(script);
  });
}

async function containerOf(extension: WidgetExtension): Promise<Container> {
  const page = globalThis as { _JUPYTERLAB?: Record<string, Container> };
  if (!page._JUPYTERLAB?.[extension.name]) await loadScript(extension.url);
  const container = page._JUPYTERLAB?.[extension.name];
  if (!container) throw new Error(`${extension.url} is not an extension`);
  await container.init(scope);
  return container;
}

/** Extensions by name, as they come. */
export type Containers = ReadonlyMap<string, Promise<Container>>;

/** Let extensions say what they share; nothing is loaded yet of what they do. */
export function introduce(extensions: readonly WidgetExtension[]): Containers {
  const found = extensions.map((each) => [each.name, containerOf(each)] as const);
  for (const [name, coming] of found) {
    coming.catch((error: unknown) => console.warn(`The extension ${name} does not come.`, error));
  }
  return new Map(found);
}

/** Its plugins ask for services by token; those of the widget registry are what we are after. */
function activate(plugin: Plugin, register: Libraries): void {
  const asked = plugin.requires ?? [];
  const known = (token: unknown) => token === base.IJupyterWidgetRegistry;
  if (!asked.some(known)) return;
  const registry: base.IJupyterWidgetRegistry = {
    registerWidget: ({ name, exports }) =>
      register(name, () => (typeof exports === "function" ? exports() : exports) as Exports),
  };
  plugin.activate?.({}, ...asked.map((token) => (known(token) ? registry : null)));
}

/**
 * Load what an extension does, and take in the libraries that it registers.
 *
 * One may build on what another shares, such as bqplot on bqscales: first all have to be there.
 */
export async function loadExtension(
  extension: WidgetExtension,
  containers: Containers,
  register: Libraries,
): Promise<void> {
  await Promise.allSettled(containers.values());
  const container = await containers.get(extension.name);
  const module = (await container?.get(extension.module))?.() as
    | { default?: Plugin | Plugin[] }
    | undefined;
  const plugins = module?.default ?? (module as Plugin);
  for (const plugin of Array.isArray(plugins) ? plugins : [plugins]) activate(plugin, register);
}
