import type { IsoDate } from '../kernel/calendar.js';
import type { Row } from './copy.js';

/** How large the country is. */
export interface Sizes {
  readonly years: number;
  readonly districts: number;
  readonly chiefdoms: number;
  readonly orgUnits: number;
  readonly dataElements: number;
  readonly trackerDataElements: number;
  readonly dataElementGroups: number;
  readonly dataSets: number;
  readonly causes: number;
  readonly diagnoses: number;
  readonly partners: number;
  readonly dataValues: number;
  readonly audits: number;
  readonly completions: number;
  readonly trackedEntities: number;
  readonly events: number;
  readonly relationships: number;
  readonly programs: number;
  readonly users: number;
  readonly userGroups: number;
  readonly indicators: number;
  readonly indicatorGroups: number;
  readonly validationRules: number;
  readonly visualizations: number;
  readonly maps: number;
  readonly eventVisualizations: number;
  readonly dashboards: number;
  readonly weeks: number;
  readonly days: number;
  readonly unusedPeriods: number;
  readonly statisticsEvents: number;
}

/** Enough for tests and a first look (contract: schema.md §5.2). */
const SMALL: Sizes = {
  years: 3,
  districts: 5,
  chiefdoms: 24,
  orgUnits: 150,
  dataElements: 100,
  trackerDataElements: 20,
  dataElementGroups: 12,
  dataSets: 5,
  causes: 0,
  diagnoses: 0,
  partners: 5,
  dataValues: 50_000,
  audits: 5_000,
  completions: 2_500,
  trackedEntities: 1_000,
  events: 5_000,
  relationships: 100,
  programs: 3,
  users: 20,
  userGroups: 6,
  indicators: 12,
  indicatorGroups: 4,
  validationRules: 8,
  visualizations: 12,
  maps: 4,
  eventVisualizations: 3,
  dashboards: 4,
  weeks: 8,
  days: 5,
  unusedPeriods: 10,
  statisticsEvents: 1_000,
};

/** The figures of the Sierra Leone demo (contract: schema.md §5.1). */
const FULL: Sizes = {
  years: 10,
  districts: 13,
  chiefdoms: 150,
  orgUnits: 1_332,
  dataElements: 1_037,
  trackerDataElements: 137,
  dataElementGroups: 84,
  dataSets: 26,
  causes: 48,
  diagnoses: 40,
  partners: 15,
  dataValues: 4_934_284,
  audits: 100_000,
  completions: 241_024,
  trackedEntities: 73_125,
  events: 372_987,
  relationships: 5_000,
  programs: 14,
  users: 131,
  userGroups: 34,
  indicators: 77,
  indicatorGroups: 17,
  validationRules: 37,
  visualizations: 292,
  maps: 91,
  eventVisualizations: 50,
  dashboards: 28,
  weeks: 104,
  days: 60,
  unusedPeriods: 30,
  statisticsEvents: 100_000,
};

const VOLUMES = [
  'dataValues',
  'audits',
  'completions',
  'trackedEntities',
  'events',
  'relationships',
  'statisticsEvents',
] as const;

/** The sizes for a scale: the volume of data grows and shrinks with it, above 1 the facilities too. */
export function sizesFor(size: 'small' | { readonly scale: number }): Sizes {
  if (size === 'small') return SMALL;
  const { scale } = size;
  const volumes = Object.fromEntries(VOLUMES.map((name) => [name, Math.round(FULL[name] * scale)])) as Pick<
    Sizes,
    (typeof VOLUMES)[number]
  >;
  return { ...FULL, ...volumes, orgUnits: Math.round(FULL.orgUnits * Math.max(1, scale)) };
}

/** What all parts of the country share while they are made. */
export interface Country {
  readonly sizes: Sizes;
  /** The day at which the country stands; the years end with it. */
  readonly today: IsoDate;
  readonly firstDay: IsoDate;
  /** `today` as a timestamp. */
  readonly now: string;
  /** The next internal id. */
  readonly id: () => number;
  readonly uid: () => string;
  /** Loads rows; tables in the order of their references. */
  readonly load: (table: string, columns: readonly string[], rows: Iterable<Row>) => Promise<void>;
  /** The same without indexes and keys meanwhile. */
  readonly loadLarge: (table: string, columns: readonly string[], rows: Iterable<Row>) => Promise<void>;
}

/** Everybody may read and write, as in DHIS2's demo. */
export const PUBLIC = { public: 'rwrw----', users: {}, userGroups: {}, external: false };

/** Timestamp `days` after the first day, at a time of day that depends on it. */
export const at = (date: IsoDate, seconds = 0): string =>
  `${date} ${String(8 + (Math.floor(seconds / 3600) % 10)).padStart(2, '0')}:${String(Math.floor(seconds / 60) % 60).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`;
