import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';

type CanvasModule = typeof import('@napi-rs/canvas');
export type Canvas = import('@napi-rs/canvas').Canvas;

/** The family under which the font that comes along is known to canvases. */
export const FONT = 'Roboto';
/** Pictures have twice the points at which they are shown, so that they are sharp on all screens. */
export const PIXEL_RATIO = 2;

const WEIGHTS = ['400Regular', '500Medium'] as const;

let loaded: Promise<CanvasModule> | undefined;

/** The drawing library with its font, loaded when the first picture is drawn: most servers draw none. */
export async function loadCanvas(): Promise<CanvasModule> {
  loaded ??= load();
  return await loaded;
}

async function load(): Promise<CanvasModule> {
  const canvas = await import('@napi-rs/canvas');
  const { resolve } = createRequire(import.meta.url);
  for (const weight of WEIGHTS) {
    canvas.GlobalFonts.registerFromPath(resolve(`@expo-google-fonts/roboto/${weight}/Roboto_${weight}.ttf`), FONT);
  }
  return canvas;
}

/** Pictures that were drawn: equal ones are drawn once, whoever they are for. */
export class Pictures {
  readonly #known = new Map<string, Promise<Buffer>>();
  readonly #most: number;

  constructor(most = 100) {
    this.#most = most;
  }

  /** The picture of `model`, which `draw` makes unless an equal one is there. */
  async of(model: unknown, draw: () => Promise<Buffer>): Promise<Buffer> {
    const key = createHash('sha256').update(JSON.stringify(model)).digest('base64');
    const known = this.#known.get(key);
    if (known) return await known;
    if (this.#known.size >= this.#most) this.#known.clear();
    const drawn = draw();
    this.#known.set(key, drawn);
    // What failed is tried again.
    drawn.catch(() => this.#known.delete(key));
    return await drawn;
  }
}
