import { formatValue } from '../analytics-query/index.js';
import { type Block, colorKey, type KeyEntry, NO_DATA, note, picture } from './block.js';
import { categoryChart, plainSeries } from './charts/category-chart.js';
import type { ChartModel } from './charts/chart-model.js';
import { drawChart } from './charts/draw-chart.js';
import { gaugeChart, pieChart, radarChart, scatterChart } from './charts/other-charts.js';
import { PICTURE_WIDTH } from './charts/style.js';
import type { RenderContext } from './context.js';
import { type Cube, readCube } from './cube.js';
import { readVisualization, translated, type Visualization } from './favourites.js';
import { type Html, html } from './html.js';
import { fixedLegends, type Legend, type Legends, legendsByItem } from './legends.js';
import { type DigitGroupSeparator, groupDigits, separatorOf } from './number-format.js';
import { pivotHtml } from './pivot/pivot-html.js';
import { pivotTable } from './pivot/pivot-table.js';
import { isYearOverYear, yearOverYear } from './year-over-year.js';

/** A visualization: a picture of a chart, a table, or one number. */
export async function visualizationBlock(context: RenderContext, uid: string): Promise<Block> {
  const found = await readVisualization(context.db, uid, context.user);
  if (found === 'no' || found === 'hidden')
    return { title: undefined, link: undefined, body: note('You may not see this visualization.') };
  const visualization = withoutPlaceholders(found);
  const shown = await shownAs(context, visualization);
  const { hideTitle, hideSubtitle } = visualization;
  const own = translated(visualization, 'TITLE', context.locale, visualization.title);
  const title = own?.trim() ? own : shown.subtitle;
  const subtitle = translated(visualization, 'SUBTITLE', context.locale, visualization.subtitle);
  const texts = [hideTitle ? undefined : title, hideSubtitle ? undefined : subtitle];
  return {
    title: visualization.displayName,
    link: `${context.baseUrl}/dhis-web-data-visualizer/index.html#/${visualization.id}`,
    body: shown.body,
    subtitle: texts.filter((text) => text !== undefined && text.trim() !== '').join(' - '),
  };
}

interface Shown {
  readonly body: Html;
  readonly subtitle?: string;
}

/** `dy` stands for the years of a comparison of years, which are kept apart. */
const withoutPlaceholders = (visualization: Visualization): Visualization => ({
  ...visualization,
  columns: visualization.columns.filter(({ dimension }) => dimension !== 'dy'),
  rows: visualization.rows.filter(({ dimension }) => dimension !== 'dy'),
});

async function shownAs(context: RenderContext, visualization: Visualization): Promise<Shown> {
  const { type } = visualization;
  const separator = separatorOf(visualization.digitGroupSeparator, context.separator);
  if (isYearOverYear(visualization)) {
    const { plain, filterText } = await yearOverYear(context, visualization);
    const isEmpty = plain.series.every(({ values }) => values.every((value) => value === null));
    const chart = categoryChart(plain, visualization, { separator, legends: undefined });
    return {
      body: isEmpty ? NO_DATA : await chartHtml(context, visualization, chart, separator),
      subtitle: filterText,
    };
  }
  const cube = await cubeFor(context, visualization);
  if (cube.isEmpty) return { body: NO_DATA, subtitle: cube.filterText };
  const legends = await legendsFor(context, visualization, cube);
  if (type === 'PIVOT_TABLE') {
    const table = pivotTable(cube, visualization, separator);
    const colorsText = visualization.legendDisplayStyle === 'TEXT';
    const showsDimensions = visualization.showDimensionLabels === true;
    return { body: pivotHtml(cube, table, { legends, colorsText, showsDimensions }), subtitle: cube.filterText };
  }
  if (type === 'SINGLE_VALUE') return { body: singleValue(cube, separator, legends), subtitle: cube.filterText };
  const model = modelOf(cube, visualization, { separator, legends });
  if (model === 'unknown')
    return {
      body: note(`Visualizations of the type ${words(type)} are not shown in mails. Follow the link to see it.`),
    };
  if (model === undefined || (model.kind === 'pie' && model.slices.length === 0))
    return { body: NO_DATA, subtitle: cube.filterText };
  return { body: await chartHtml(context, visualization, model, separator, legends), subtitle: cube.filterText };
}

const cubeFor = async ({ db, user, now, shortNames }: RenderContext, visualization: Visualization): Promise<Cube> =>
  await readCube(db, {
    layout: visualization,
    user,
    now,
    shortNames,
    skipRounding: visualization.skipRounding,
    measureCriteria: visualization.measureCriteria,
    showHierarchy: visualization.showHierarchy,
  });

const CATEGORY_TYPES = new Set(['COLUMN', 'STACKED_COLUMN', 'BAR', 'STACKED_BAR', 'LINE', 'AREA', 'STACKED_AREA']);

function modelOf(
  cube: Cube,
  visualization: Visualization,
  options: { readonly separator: DigitGroupSeparator; readonly legends: Legends | undefined },
): ChartModel | undefined | 'unknown' {
  const { type } = visualization;
  if (CATEGORY_TYPES.has(type)) return categoryChart(plainSeries(cube, visualization), visualization, options);
  if (type === 'PIE') return pieChart(cube, visualization);
  if (type === 'RADAR') return radarChart(cube, visualization);
  if (type === 'GAUGE') return gaugeChart(cube, visualization, options);
  if (type === 'SCATTER') return scatterChart(cube, visualization, options);
  return 'unknown';
}

/** Legends of the visualization, or of each data item; a value whose data item is not told apart belongs to the only one that there is. */
async function legendsFor(
  { db }: RenderContext,
  visualization: Visualization,
  cube: Cube,
): Promise<Legends | undefined> {
  const { legendSet, legendDisplayStrategy } = visualization;
  if (legendDisplayStrategy !== 'BY_DATA_ITEM') return legendSet && (await fixedLegends(db, legendSet.id));
  const items = cube.items('dx').map(({ id }) => id);
  const legends = await legendsByItem(db, items);
  const only = items.length === 1 ? items[0] : undefined;
  return { ...legends, legendFor: (value, item) => legends.legendFor(value, items.find((id) => id === item) ?? only) };
}

async function chartHtml(
  { pictures }: RenderContext,
  visualization: Visualization,
  model: ChartModel,
  separator: DigitGroupSeparator,
  legends?: Legends,
): Promise<Html> {
  const png = await pictures.of(model, async () => await drawChart(model));
  const described = `${words(visualization.type)} chart: ${visualization.displayName}`;
  const entries = visualization.hideLegend ? [] : keyOf(model, legends?.all ?? [], separator);
  return html`${picture(png, PICTURE_WIDTH, described)}${entries.length > 0 && colorKey(entries)}`;
}

/** What the colours of a chart mean. */
function keyOf(model: ChartModel, legends: readonly Legend[], separator: DigitGroupSeparator): readonly KeyEntry[] {
  switch (model.kind) {
    case 'category': {
      const byLegend = model.series.some(({ pointColors }) => pointColors !== undefined);
      const series = model.series.filter(({ name }) => name !== '').map(({ name, color }) => ({ name, color }));
      return byLegend ? legendEntries(legends, separator) : series;
    }
    case 'radar':
      return model.series.map(({ name, color }) => ({ name, color }));
    case 'pie':
      return model.slices.map(({ name, color, value }) => ({
        name,
        color,
        value: groupDigits(formatValue(value, 2), separator),
      }));
    case 'gauge':
      return legendEntries(legends, separator);
    case 'scatter':
      return [];
  }
}

function legendEntries(legends: readonly Legend[], separator: DigitGroupSeparator): readonly KeyEntry[] {
  const written = (value: number): string => groupDigits(formatValue(value, 2), separator);
  return legends.map(({ name, color, from, to }) => ({ color, name: `${name} (${written(from)} - ${written(to)})` }));
}

/** The first value, large enough to be read from afar. */
function singleValue(cube: Cube, separator: DigitGroupSeparator, legends: Legends | undefined): Html {
  const [first] = cube.cells;
  if (!first) return NO_DATA;
  const [position, { text, value }] = first;
  const color = legends?.legendFor(value, position.dx)?.color ?? '#212934';
  const items = cube.items('dx');
  const item = items.find(({ id }) => id === position.dx) ?? items[0];
  return html`<div style="text-align:center;padding:12px 0 16px;"><div style="font-size:14px;line-height:20px;color:#404b5a;">${item?.name}</div><div style="font-size:44px;line-height:56px;font-weight:500;color:${color};">${groupDigits(text, separator)}</div></div>`;
}

/** `YEAR_OVER_YEAR_LINE` → `Year over year line` */
function words(type: string): string {
  const text = type.toLowerCase().replaceAll('_', ' ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
