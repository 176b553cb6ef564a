import { createCanvas, loadImage } from '@napi-rs/canvas';

export interface SeenPicture {
  readonly width: number;
  readonly height: number;
  /** Which part of all pixels has a colour, by `#rrggbb`. */
  readonly colors: ReadonlyMap<string, number>;
}

/** What is to be seen on a picture. @throws Error when it is none */
export async function lookAt(png: Buffer): Promise<SeenPicture> {
  const { width, height } = await loadImage(png);
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  context.drawImage(await loadImage(png), 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  const counts = new Map<number, number>();
  for (let index = 0; index < data.length; index += 4) {
    const color = ((data[index] ?? 0) << 16) | ((data[index + 1] ?? 0) << 8) | (data[index + 2] ?? 0);
    counts.set(color, (counts.get(color) ?? 0) + 1);
  }
  const named = (color: number): string => `#${color.toString(16).padStart(6, '0')}`;
  return {
    width,
    height,
    colors: new Map([...counts].map(([color, count]) => [named(color), count / (width * height)])),
  };
}
