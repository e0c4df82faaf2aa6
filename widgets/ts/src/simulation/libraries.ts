import * as base from "@jupyter-widgets/base";
import * as controls from "@jupyter-widgets/controls";
import type { WidgetExtension } from "../types";
import { type Containers, introduce, type Libraries, loadExtension } from "./extensions";

type Classes = Record<string, unknown>;

/** A notebook's widgets come from a library that this page cannot draw by itself. */
export class LibraryMissing extends Error {
  constructor(readonly library: string) {
    super(`no library ${library} is installed for the page's own loader`);
  }
}

/**
 * The libraries that widgets are made of, by the name that a widget's model gives.
 *
 * ipywidgets' own are part of the bundle; others are loaded when a widget asks for them, from the
 * extensions of JupyterLab that are installed beside the server.
 */
export class WidgetLibraries {
  private readonly known = new Map<string, () => Classes | Promise<Classes>>([
    ["@jupyter-widgets/base", () => base],
    ["@jupyter-widgets/controls", () => controls],
    ["@jupyter-widgets/output", () => import("./output")],
  ]);
  private readonly loads = new Map<WidgetExtension, Promise<void>>();
  private containers: Containers | null = null;

  constructor(private readonly extensions: readonly WidgetExtension[]) {}

  /**
   * @throws LibraryMissing where no installed extension brings the library.
   */
  async load(name: string): Promise<Classes> {
    if (!this.known.has(name)) await this.search(name);
    const library = this.known.get(name);
    if (!library) throw new LibraryMissing(name);
    return library();
  }

  /** An extension mostly has its library's name; where not, only loading it tells. */
  private async search(name: string): Promise<void> {
    const likely = this.extensions.filter((each) => each.name === name);
    for (const extension of [...likely, ...this.extensions]) {
      await this.loadOnce(extension);
      if (this.known.has(name)) return;
    }
  }

  private loadOnce(extension: WidgetExtension): Promise<void> {
    const register: Libraries = (library, exports) => this.known.set(library, exports);
    this.containers ??= introduce(this.extensions);
    const load =
      this.loads.get(extension) ??
      loadExtension(extension, this.containers, register).catch((error: unknown) => {
        console.warn(`The extension ${extension.name} could not be loaded.`, error);
      });
    this.loads.set(extension, load);
    return load;
  }
}
