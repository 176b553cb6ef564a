import type { Visualization } from '../favourites.js';
import type { ValueAxis } from './chart-model.js';

type Json = Readonly<Record<string, unknown>>;

const TARGET_COLOR = '#d32f2f';
const BASE_COLOR = '#404b5a';

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value: unknown): readonly Json[] => (Array.isArray(value) ? value.filter(isObject) : []);
const numberOf = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;

/** What a visualization says about its value axes: two at most, the second one only where a series lies on it. */
export function valueAxes(visualization: Visualization, count: number): readonly ValueAxis[] {
  return Array.from({ length: count }, (_, index) => {
    const axis = axisOf(visualization, 'RANGE', index);
    const first = index === 0;
    const lines = [
      ...lineOf(axis?.targetLine, TARGET_COLOR),
      ...lineOf(axis?.baseLine, BASE_COLOR),
      ...(first ? legacyLine(visualization.targetLineValue, visualization.targetLineLabel, TARGET_COLOR) : []),
      ...(first ? legacyLine(visualization.baseLineValue, visualization.baseLineLabel, BASE_COLOR) : []),
    ];
    return {
      title: titleOf(axis),
      min: numberOf(axis?.minValue),
      max: numberOf(axis?.maxValue),
      steps: numberOf(axis?.steps),
      lines,
    };
  });
}

export const categoryAxisTitle = (visualization: Visualization): string | undefined =>
  titleOf(axisOf(visualization, 'DOMAIN', 0));

function axisOf({ axes }: Visualization, type: 'RANGE' | 'DOMAIN', index: number): Json | undefined {
  return listOf(axes).find((axis) => axis.type === type && (axis.index ?? 0) === index);
}

function titleOf(axis: Json | undefined): string | undefined {
  const title = isObject(axis?.title) ? axis.title : undefined;
  const text = title?.text;
  return typeof text === 'string' && text.trim() !== '' && title?.textMode !== 'NONE' ? text : undefined;
}

function lineOf(line: unknown, color: string): ValueAxis['lines'] {
  if (!isObject(line)) return [];
  const value = numberOf(line.value);
  const title = isObject(line.title) ? line.title.text : undefined;
  return value === undefined ? [] : [{ value, color, title: typeof title === 'string' ? title : '' }];
}

const legacyLine = (value: number | undefined, title: string | undefined, color: string): ValueAxis['lines'] =>
  value === undefined ? [] : [{ value, color, title: title ?? '' }];

/** How single series are shown where they differ from the rest: by the item's uid. */
export function seriesOptions({
  series,
}: Visualization): ReadonlyMap<string, { readonly shape: 'bar' | 'line' | undefined; readonly axis: 0 | 1 }> {
  return new Map(
    listOf(series).map(({ dimensionItem, type, axis }) => [
      String(dimensionItem ?? ''),
      {
        shape: type === 'LINE' ? 'line' : type === 'COLUMN' || type === 'BAR' ? 'bar' : undefined,
        axis: axis === 1 ? 1 : 0,
      },
    ]),
  );
}
