import { formatValue, resolveOrgUnits } from '../../analytics-query/index.js';
import { type Block, colorKey, type KeyEntry, NO_DATA, note, picture } from '../block.js';
import { PICTURE_WIDTH } from '../charts/style.js';
import type { RenderContext } from '../context.js';
import { readCube } from '../cube.js';
import { type MapFavourite, type MapView, readMap } from '../favourites.js';
import { colorOf, type Html, html } from '../html.js';
import { fixedLegends } from '../legends.js';
import { groupDigits } from '../number-format.js';
import { classesOf, classFor, type MapClass } from './classes.js';
import { drawMap, type MapMark } from './draw-map.js';
import { isPlaceless, readShapes, type ShapedUnit } from './geometry.js';

/** A layer drawn, or why it is not. */
interface Layer {
  readonly marks: readonly MapMark[];
  readonly key: Html | undefined;
  readonly subtitle?: string;
  readonly note?: string;
}

const RADIUS = 6;
const FACILITY_RADIUS = 4;
const [SMALLEST_BUBBLE, LARGEST_BUBBLE] = [6, 24];
const STROKE = '#404b5a';

/** A map with its thematic layers, boundaries and facilities; other layers are named. */
export async function mapBlock(context: RenderContext, uid: string): Promise<Block> {
  const map = await readMap(context.db, uid, context.user);
  if (map === 'no' || map === 'hidden')
    return { title: undefined, link: undefined, body: note('You may not see this map.') };
  const layers: Layer[] = [];
  for (const view of map.mapViews.filter(({ hidden }) => hidden !== true)) layers.push(await layerOf(context, view));
  const marks = layers.flatMap((layer) => layer.marks);
  const notes = layers.flatMap((layer) => (layer.note === undefined ? [] : [layer.note]));
  return {
    title: map.displayName,
    link: `${context.baseUrl}/dhis-web-maps/index.html#/${map.id}`,
    subtitle: [...new Set(layers.flatMap(({ subtitle }) => subtitle ?? []))].join('; '),
    body: html`${marks.length === 0 ? notes.length === 0 && NO_DATA : await mapPicture(context, map, marks)}${layers.map(({ key }) => key)}${notes.map(note)}`,
  };
}

async function mapPicture({ pictures }: RenderContext, map: MapFavourite, marks: readonly MapMark[]): Promise<Html> {
  const png = await pictures.of({ map: marks }, async () => await drawMap({ marks }));
  return picture(png, PICTURE_WIDTH, `Map: ${map.displayName}`);
}

async function layerOf(context: RenderContext, view: MapView): Promise<Layer> {
  if (view.layer.startsWith('thematic')) return await thematicLayer(context, view);
  if (view.layer === 'boundary' || view.layer === 'orgUnit') return await unitLayer(context, view, false);
  if (view.layer === 'facility') return await unitLayer(context, view, true);
  return {
    marks: [],
    key: undefined,
    note: `The layer ${view.displayName ?? view.layer} of this map is not shown in mails.`,
  };
}

async function thematicLayer(context: RenderContext, view: MapView): Promise<Layer> {
  const { db, user, now, shortNames } = context;
  const cube = await readCube(db, { layout: view, user, now, shortNames });
  const units = cube.items('ou');
  const shapes = await readShapes(
    db,
    units.map(({ id }) => id),
  );
  const values = new Map(cube.cells.map(([position, { value }]) => [position.ou ?? '', value]));
  const legends = view.legendSet && (await fixedLegends(db, view.legendSet.id));
  const classes = classesOf(view, legends, [...values.values()]);
  const largest = Math.max(0, ...values.values());
  const noData = colorOf(view.noDataColor);
  const drawn = units.flatMap(({ id }) => shapes.get(id) ?? []).filter(({ shape }) => !isPlaceless(shape));
  const marks = drawn.map((unit): MapMark => {
    const value = values.get(unit.uid);
    const found = value === undefined ? undefined : classFor(classes, value);
    const isBubble = view.thematicMapType === 'BUBBLE' && value !== undefined;
    return {
      ...plainMark(unit, view),
      fill: found?.color ?? (value === undefined ? noData : undefined),
      opacity: view.opacity ?? 0.9,
      radius: view.radiusLow ?? RADIUS,
      bubble: isBubble ? bubbleRadius(value, largest, view) : undefined,
    };
  });
  const dataNames = cube.items('dx').map(({ name }) => name);
  const missing = units.length - drawn.length;
  return {
    marks,
    key:
      marks.length > 0 && classes.length > 0
        ? classKey(context, classes, [...values.values()], dataNames.join(', '))
        : undefined,
    subtitle: [dataNames.join(', '), cube.filterText].filter((text) => text !== '').join(' - '),
    ...(units.length > 0 && drawn.length === 0
      ? { note: 'None of the organisation units has a place on the map.' }
      : missing > 0 && { note: `${missing} of ${units.length} organisation units have no place on the map.` }),
  };
}

/** The area of a bubble grows with the value. */
function bubbleRadius(value: number, largest: number, { radiusLow, radiusHigh }: MapView): number {
  const [low, high] = [radiusLow ?? SMALLEST_BUBBLE, radiusHigh ?? LARGEST_BUBBLE];
  return largest <= 0 ? low : low + (high - low) * Math.sqrt(Math.max(0, value) / largest);
}

function classKey(
  { separator }: RenderContext,
  classes: readonly MapClass[],
  values: readonly number[],
  title: string,
): Html {
  const written = (value: number): string => groupDigits(formatValue(value, 2), separator);
  const entries = classes.map((one): KeyEntry => {
    const count = values.filter((value) => classFor(classes, value) === one).length;
    const range = `${written(one.from)} - ${written(one.to)}`;
    return {
      color: one.color,
      name: `${one.name === undefined ? range : `${one.name} (${range})`}:`,
      value: String(count),
    };
  });
  return html`<div style="font-size:13px;line-height:20px;color:#404b5a;padding-top:8px;font-weight:500;">${title}</div>${colorKey(entries)}`;
}

const plainMark = ({ name, shape }: ShapedUnit, { labels }: MapView): MapMark => ({
  shape,
  fill: undefined,
  stroke: STROKE,
  strokeWidth: 0.8,
  opacity: 1,
  radius: RADIUS,
  bubble: undefined,
  label: labels ? name : undefined,
});

/** Organisation units as outlines, or facilities as points. */
async function unitLayer({ db, user, shortNames }: RenderContext, view: MapView, isFacility: boolean): Promise<Layer> {
  const items =
    [...view.rows, ...view.columns, ...view.filters].find(({ dimension }) => dimension === 'ou')?.items ?? [];
  const { units } = await resolveOrgUnits(
    db,
    items.map(({ id }) => id),
    {
      user,
      shortNames,
      userOrgUnits: [],
      userOrgUnitType: undefined,
    },
  );
  const shapes = [
    ...(
      await readShapes(
        db,
        units.map(({ uid }) => uid),
      )
    ).values(),
  ].filter(({ shape }) => !isPlaceless(shape));
  const color = colorOf(view.organisationUnitColor) ?? STROKE;
  const marks = shapes
    .toSorted((a, b) => b.level - a.level)
    .map(
      (unit): MapMark => ({
        ...plainMark(unit, view),
        stroke: isFacility ? '#ffffff' : color,
        strokeWidth: isFacility ? 1 : Math.max(0.8, 2.4 - unit.level * 0.4),
        fill: isFacility || unit.shape.points.length > 0 ? color : undefined,
        radius: view.radiusLow ?? FACILITY_RADIUS,
      }),
    );
  const name = view.displayName ?? (isFacility ? 'Facilities' : 'Organisation units');
  return { marks, key: marks.length === 0 ? undefined : colorKey([{ color, name, value: String(marks.length) }]) };
}
