import { type Canvas, FONT, loadCanvas, PIXEL_RATIO } from '../charts/picture.js';
import { PICTURE_WIDTH, shortened, TEXT } from '../charts/style.js';
import { middleOf, type Place, type Shape } from './geometry.js';

/** One unit on a map. */
export interface MapMark {
  readonly shape: Shape;
  readonly fill: string | undefined;
  readonly stroke: string;
  readonly strokeWidth: number;
  readonly opacity: number;
  /** Radius of points. */
  readonly radius: number;
  /** Radius of a circle in its middle, instead of its shape filled. */
  readonly bubble: number | undefined;
  readonly label: string | undefined;
}

/** Marks from the lowest to the highest. */
export interface MapModel {
  readonly marks: readonly MapMark[];
}

export const MAP_HEIGHT = 440;
const MARGIN = 18;
/** A single point shall not fill the map. */
const LEAST_DEGREES = 0.05;
const MOST_LATITUDE = 85;

type Context = ReturnType<Canvas['getContext']>;
type Project = (place: Place) => readonly [number, number];

/** A map as a picture: shapes in Mercator's projection, without a map below them, which would have to come from elsewhere. */
export async function drawMap({ marks }: MapModel): Promise<Buffer> {
  const { createCanvas } = await loadCanvas();
  const canvas = createCanvas(PICTURE_WIDTH * PIXEL_RATIO, MAP_HEIGHT * PIXEL_RATIO);
  const context = canvas.getContext('2d');
  context.scale(PIXEL_RATIO, PIXEL_RATIO);
  context.fillStyle = '#f3f5f7';
  context.fillRect(0, 0, PICTURE_WIDTH, MAP_HEIGHT);
  const project = projection(marks);
  for (const mark of marks) drawMark(context, mark, project);
  drawLabels(context, marks, project);
  return await canvas.encode('png');
}

const mercator = ([longitude, latitude]: Place): Place => {
  const limited = Math.max(-MOST_LATITUDE, Math.min(MOST_LATITUDE, latitude));
  return [longitude, (Math.log(Math.tan(Math.PI / 4 + (limited * Math.PI) / 360)) * 180) / Math.PI];
};

/** Brings everything into the picture, as large as it gets. */
function projection(marks: readonly MapMark[]): Project {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const place of marks.flatMap(({ shape }) => placesOf(shape))) {
    const [x, y] = mercator(place);
    [west, east, south, north] = [Math.min(west, x), Math.max(east, x), Math.min(south, y), Math.max(north, y)];
  }
  const [width, height] = [Math.max(east - west, LEAST_DEGREES), Math.max(north - south, LEAST_DEGREES)];
  const scale = Math.min((PICTURE_WIDTH - 2 * MARGIN) / width, (MAP_HEIGHT - 2 * MARGIN) / height);
  const [middleX, middleY] = [(west + east) / 2, (south + north) / 2];
  return (place) => {
    const [x, y] = mercator(place);
    return [PICTURE_WIDTH / 2 + (x - middleX) * scale, MAP_HEIGHT / 2 - (y - middleY) * scale];
  };
}

const placesOf = ({ areas, lines, points }: Shape): readonly Place[] => [...areas.flat(2), ...lines.flat(), ...points];

function drawMark(context: Context, mark: MapMark, project: Project): void {
  const { shape, fill, stroke, strokeWidth, opacity, radius, bubble } = mark;
  context.globalAlpha = opacity;
  context.strokeStyle = stroke;
  context.lineWidth = strokeWidth;
  context.lineJoin = 'round';
  if (fill !== undefined) context.fillStyle = fill;
  const paint = (isFilled: boolean): void => {
    if (isFilled && fill !== undefined) context.fill('evenodd');
    context.stroke();
  };
  const trace = (places: readonly Place[]): void =>
    places.forEach((place, index) => {
      const [x, y] = project(place);
      if (index === 0) context.moveTo(x, y);
      else context.lineTo(x, y);
    });
  for (const rings of shape.areas) {
    context.beginPath();
    for (const ring of rings) {
      trace(ring);
      context.closePath();
    }
    paint(bubble === undefined);
  }
  for (const line of shape.lines) {
    context.beginPath();
    trace(line);
    context.stroke();
  }
  const middle = bubble === undefined ? undefined : middleOf(shape);
  const circles =
    bubble === undefined
      ? shape.points.map((place) => [place, radius] as const)
      : middle
        ? [[middle, bubble] as const]
        : [];
  for (const [place, size] of circles) {
    const [x, y] = project(place);
    context.beginPath();
    context.arc(x, y, size, 0, 2 * Math.PI);
    paint(true);
  }
  context.globalAlpha = 1;
}

const LONGEST_LABEL = 26;
const LABEL_HEIGHT = 14;

/** The names of the units, as far as they do not hide each other. */
function drawLabels(context: Context, marks: readonly MapMark[], project: Project): void {
  context.font = `500 11px ${FONT}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.lineWidth = 3;
  context.strokeStyle = '#ffffff';
  context.fillStyle = TEXT;
  const taken: { readonly x: number; readonly y: number; readonly width: number }[] = [];
  for (const { shape, label } of marks) {
    const middle = label === undefined ? undefined : middleOf(shape);
    if (label === undefined || !middle) continue;
    const [x, y] = project(middle);
    const text = shortened(label, LONGEST_LABEL);
    const { width } = context.measureText(text);
    if (
      taken.some((other) => Math.abs(other.y - y) < LABEL_HEIGHT && Math.abs(other.x - x) < (other.width + width) / 2)
    )
      continue;
    taken.push({ x, y, width });
    context.strokeText(text, x, y);
    context.fillText(text, x, y);
  }
}
