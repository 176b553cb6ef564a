import type { Db } from '../../database/index.js';
import { type CurrentUser, parseFields } from '../../http/index.js';
import { readContext, readOne, typeNamed } from '../../metadata/index.js';

/** A dimension of a favourite's layout with the items that were chosen, keywords such as `LAST_12_MONTHS` included. */
export interface LayoutDimension {
  readonly dimension: string;
  readonly items: readonly { readonly id: string }[];
}

/** What a favourite shows. */
export interface Layout {
  readonly columns: readonly LayoutDimension[];
  readonly rows: readonly LayoutDimension[];
  readonly filters: readonly LayoutDimension[];
  readonly aggregationType?: string;
  readonly userOrgUnitType?: string;
  readonly startDate?: string;
  readonly endDate?: string;
}

/** Texts in other languages, by what they translate, e.g. `TITLE`. */
interface Translated {
  readonly translations?: readonly { readonly property?: string; readonly locale?: string; readonly value?: string }[];
}

/** A text in the reader's language, where somebody translated it. */
export const translated = (
  { translations = [] }: Translated,
  property: string,
  locale: string,
  original: string | undefined,
): string | undefined =>
  translations.find((entry) => entry.property === property && entry.locale === locale)?.value ?? original;

/** A visualization as far as it can be shown. What nobody set is absent. */
export interface Visualization extends Layout, Translated {
  readonly id: string;
  readonly displayName: string;
  readonly type: string;
  readonly title?: string;
  readonly subtitle?: string;
  readonly hideTitle?: boolean;
  readonly hideSubtitle?: boolean;
  readonly hideLegend?: boolean;
  readonly hideEmptyRows?: boolean;
  readonly hideEmptyColumns?: boolean;
  readonly hideEmptyRowItems?: string;
  readonly digitGroupSeparator?: string;
  readonly legendSet?: { readonly id: string };
  readonly legendDisplayStyle?: string;
  readonly legendDisplayStrategy?: string;
  readonly measureCriteria?: string;
  readonly numberType?: string;
  readonly skipRounding?: boolean;
  readonly sortOrder?: number;
  readonly topLimit?: number;
  readonly rowTotals?: boolean;
  readonly colTotals?: boolean;
  readonly rowSubTotals?: boolean;
  readonly colSubTotals?: boolean;
  readonly showHierarchy?: boolean;
  readonly showDimensionLabels?: boolean;
  readonly showData?: boolean;
  readonly cumulativeValues?: boolean;
  readonly percentStackedValues?: boolean;
  readonly regressionType?: string;
  readonly targetLineValue?: number;
  readonly targetLineLabel?: string;
  readonly baseLineValue?: number;
  readonly baseLineLabel?: string;
  readonly colorSet?: string;
  readonly yearlySeries?: readonly string[];
  readonly series?: unknown;
  readonly axes?: unknown;
}

const LAYOUT = 'columns,rows,filters,aggregationType,userOrgUnitType,startDate,endDate';
const VISUALIZATION = [
  ...['id', 'displayName', 'type', 'title', 'subtitle', 'hideTitle', 'hideSubtitle', 'hideLegend'],
  ...['hideEmptyRows', 'hideEmptyColumns', 'hideEmptyRowItems', 'digitGroupSeparator', 'legendSet[id]'],
  ...['legendDisplayStyle', 'legendDisplayStrategy', 'measureCriteria', 'numberType', 'skipRounding', 'sortOrder'],
  ...['topLimit', 'rowTotals', 'colTotals', 'rowSubTotals', 'colSubTotals', 'showHierarchy', 'showDimensionLabels'],
  ...['showData', 'cumulativeValues', 'percentStackedValues', 'regressionType', 'targetLineValue', 'targetLineLabel'],
  ...['baseLineValue', 'baseLineLabel', 'colorSet', 'yearlySeries', 'series', 'axes', 'translations', LAYOUT],
].join();

/** One layer of a map. */
export interface MapView extends Layout {
  readonly layer: string;
  readonly displayName?: string;
  readonly hidden?: boolean;
  readonly legendSet?: { readonly id: string };
  readonly method?: number;
  readonly classes?: number;
  readonly colorScale?: string;
  readonly noDataColor?: string;
  readonly organisationUnitColor?: string;
  readonly opacity?: number;
  readonly radiusLow?: number;
  readonly radiusHigh?: number;
  readonly areaRadius?: number;
  readonly thematicMapType?: string;
  readonly labels?: boolean;
}

export interface MapFavourite {
  readonly id: string;
  readonly displayName: string;
  readonly mapViews: readonly MapView[];
}

const MAP_VIEW = [
  ...['layer', 'displayName', 'hidden', 'legendSet[id]', 'method', 'classes', 'colorScale', 'noDataColor'],
  ...['organisationUnitColor', 'opacity', 'radiusLow', 'radiusHigh', 'areaRadius', 'thematicMapType', 'labels', LAYOUT],
].join();

/** Named things that an item refers to. */
export interface Named {
  readonly id: string;
  readonly displayName?: string;
}

export interface DashboardItem extends Translated {
  readonly id: string;
  readonly x?: number;
  readonly y?: number;
  readonly text?: string;
  readonly visualization?: Named;
  readonly map?: Named;
  readonly eventVisualization?: Named;
  readonly eventChart?: Named;
  readonly eventReport?: Named;
  readonly users?: readonly Named[];
  readonly reports?: readonly Named[];
  readonly resources?: readonly Named[];
  readonly messages?: boolean;
  readonly appKey?: string;
}

export interface Dashboard {
  readonly id: string;
  readonly displayName: string;
  readonly displayDescription?: string;
  readonly dashboardItems: readonly DashboardItem[];
}

const DASHBOARD = `id,displayName,displayDescription,dashboardItems[${[
  ...['id', 'x', 'y', 'text', 'visualization[id]', 'map[id]', 'eventVisualization[id]', 'eventChart[id]'],
  ...['eventReport[id]', 'users[id,displayName]', 'reports[id]', 'resources[id]', 'messages', 'appKey', 'translations'],
].join()}]`;

/** What became of reading an object for a user: the object, or why there is none. */
export type ReadResult<Found> = Found | 'no' | 'hidden';

const reader =
  <Found>(type: string, fields: string) =>
  async (db: Db, uid: string, user: CurrentUser): Promise<ReadResult<Found>> => {
    const result = await readOne(db, typeNamed(type), uid, parseFields(fields), readContext(user, ''));
    return result.found === 'yes' ? (JSON.parse(result.object) as Found) : result.found;
  };

/** Objects in the language of the user, as far as their sharing lets the user read them. */
export const readDashboard = reader<Dashboard>('dashboard', DASHBOARD);
export const readVisualization = reader<Visualization>('visualization', VISUALIZATION);
export const readMap = reader<MapFavourite>('map', `id,displayName,mapViews[${MAP_VIEW}]`);
export const readNamed = (type: string) => reader<Named>(type, 'id,displayName');
export const readDocument = reader<Named & { readonly url?: string; readonly external?: boolean }>(
  'document',
  'id,displayName,url,external',
);
