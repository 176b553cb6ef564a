import type { IsoDate } from '../../kernel/calendar.js';
import type { ColumnDimension, Item, OrgUnitSelection, QueryPeriod } from '../analytics-query/index.js';
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

export interface LegendSet {
  readonly uid: string;
  /** From low to high. */
  readonly legends: readonly OptionItem[];
}

/** A data element or an attribute of the program that the request names. */
export interface ProgramItem extends Item {
  /** As it was asked for, without legend set: `{stage}.{element}`, `{element}` … */
  readonly id: string;
  readonly kind: 'DATA_ELEMENT' | 'PROGRAM_ATTRIBUTE';
  readonly valueType: string;
  readonly aggregationType: string;
  readonly stage: Stage | undefined;
  /** Which event of the stage: 0 the last, −1 the one before, 1 the first; undefined for the last that has a value. */
  readonly offset: number | undefined;
  readonly optionSet: OptionSet | undefined;
  /** Ranges that stand for the numbers. */
  readonly legendSet: LegendSet | undefined;
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
  /** Column that holds the unit that counts; undefined for the row's own. */
  readonly orgUnitColumn: string | undefined;
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
export const tablesOf = ({ table, events, enrollments }: ProgramRequest): readonly AnalyticsTable[] =>
  [table, events, enrollments].filter((one) => one !== undefined);
