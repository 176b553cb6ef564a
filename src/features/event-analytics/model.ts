import type { IsoDate } from '../../kernel/calendar.js';
import type { ColumnDimension, IndicatorSql, Item, OrgUnitSelection, QueryPeriod } from '../analytics-query/index.js';
import type { ItemFilter } from './item-filters.js';

/** What a row of an answer is. */
export type Subject = 'EVENT' | 'ENROLLMENT' | 'TRACKED_ENTITY';

export interface Stage {
  readonly uid: string;
  readonly name: string;
  readonly description: string | null;
  readonly program: string;
  /** What the stage calls things, where it has words of its own. */
  readonly eventDateLabel: string | null;
  readonly scheduledDateLabel: string | null;
  readonly stageLabel: string | null;
  readonly eventLabel: string | null;
  /** Whether the user may read the data of its events. */
  readonly dataReadable: boolean;
}

export interface Program {
  readonly uid: string;
  readonly name: string;
  readonly registration: boolean;
  readonly trackedEntityType: string | null;
  readonly enrollmentDateLabel: string | null;
  readonly incidentDateLabel: string | null;
  readonly orgUnitLabel: string | null;
  readonly dataReadable: boolean;
  /** In order. */
  readonly stages: readonly Stage[];
}

export interface OptionItem {
  readonly uid: string;
  readonly code: string;
  readonly name: string;
}

export interface OptionSet {
  readonly uid: string;
  readonly name: string;
  /** In order. */
  readonly options: readonly OptionItem[];
}

export interface LegendItem extends OptionItem {
  /** Holds its start, and not its end. */
  readonly from: number;
  readonly to: number;
}

export interface LegendSet {
  readonly uid: string;
  /** From low to high. */
  readonly legends: readonly LegendItem[];
}

/** A data element, an attribute or an indicator of the program that the request names. */
export interface ProgramItem extends Item {
  /** As it was asked for, without legend set: `{stage}.{element}`, `{element}` … */
  readonly id: string;
  readonly kind: 'DATA_ELEMENT' | 'PROGRAM_ATTRIBUTE' | 'PROGRAM_INDICATOR';
  readonly valueType: string;
  readonly aggregationType: string;
  readonly stage: Stage | undefined;
  /** Which event of the stage: 0 the last, −1 the one before, 1 the first; undefined for the last that has a value. */
  readonly offset: number | undefined;
  readonly optionSet: OptionSet | undefined;
  /** Ranges that stand for the numbers. */
  readonly legendSet: LegendSet | undefined;
  /** How it is worked out, of an indicator. */
  readonly indicator?: IndicatorSql;
  /** All have to hold. */
  readonly filters: readonly ItemFilter[];
}

/** An analytics table as it stands: which columns it has, and of which type. */
export interface AnalyticsTable {
  readonly name: string;
  readonly columns: ReadonlyMap<string, string>;
}

export interface DateRange {
  readonly startDate: IsoDate;
  readonly endDate: IsoDate;
}

/** A period of the answer; `column` holds the date that has to lie in it, undefined for the subject's own date. */
export interface DatedPeriod {
  readonly period: QueryPeriod;
  readonly column: string | undefined;
}

/** A date that has to lie in one of the ranges; `column` as above. */
export interface DateCondition {
  readonly column: string | undefined;
  readonly ranges: readonly DateRange[];
}

/** The unit that a row counts for: that of a column, or whoever owned its tracked entity when the periods began or ended. */
export type UnitField =
  | { readonly column: string }
  | { readonly at: 'START' | 'END'; readonly owners: AnalyticsTable; readonly otherwise: string };

export type OrgUnitMode = 'DESCENDANTS' | 'CHILDREN' | 'SELECTED';

export interface SortKey {
  /** Name of a column of the answer, or id of an item. */
  readonly name: string;
  readonly descending: boolean;
}

/** A request understood: what is asked of which table, and what restricts it. */
export interface ProgramRequest {
  readonly subject: Subject;
  readonly table: AnalyticsTable;
  /** Where values of events are found for subjects that are no events. */
  readonly events: AnalyticsTable | undefined;
  readonly enrollments: AnalyticsTable | undefined;
  /** Where indicators are worked out. */
  readonly formulaTables: readonly AnalyticsTable[];
  /** Undefined for tracked entities of any program. */
  readonly program: Program | undefined;
  readonly programs: readonly Program[];
  readonly stage: Stage | undefined;
  /** `ou`, `pe` and group sets or categories that have a column in the answer, in request order. */
  readonly dimensions: readonly string[];
  readonly filters: readonly string[];
  readonly items: readonly ProgramItem[];
  readonly itemFilters: readonly ProgramItem[];
  readonly columns: readonly ColumnDimension[];
  /** Undefined where units are not asked for. */
  readonly orgUnits: OrgUnitSelection | undefined;
  readonly ouMode: OrgUnitMode;
  /** The unit that counts; undefined for the row's own. */
  readonly unitField: UnitField | undefined;
  readonly periods: readonly DatedPeriod[];
  readonly dates: readonly DateCondition[];
  /** Column of the date that counts where none is named; undefined for the date of the event. */
  readonly dateColumn: string | undefined;
  readonly eventStatus: readonly string[];
  readonly enrollmentStatus: readonly string[];
  readonly completedOnly: boolean;
  /** Names and keywords that the metadata explains besides the items. */
  readonly keywords: readonly Item[];
  readonly place: Place;
}

/** Where on the map a row is: columns in order of preference, and what has to be true of it. */
export interface Place {
  readonly fields: readonly string[];
  readonly required: boolean;
  /** West, south, east, north. */
  readonly box: readonly [number, number, number, number] | undefined;
}

/** The tables that a request reads. */
export const tablesOf = ({
  table,
  events,
  enrollments,
  formulaTables,
  unitField,
}: ProgramRequest): readonly AnalyticsTable[] => {
  const owners = unitField && 'owners' in unitField ? unitField.owners : undefined;
  const all = [table, events, enrollments, owners, ...formulaTables].filter((one) => one !== undefined);
  return [...new Map(all.map((one) => [one.name, one])).values()];
};
