import type { DigitGroupSeparator } from '../number-format.js';

/** What a chart shows, as plain data: equal models make equal pictures. */
export type ChartModel = CategoryChart | PieChart | RadarChart | GaugeChart | ScatterChart;

export interface Category {
  readonly name: string;
  /** The item of an outer dimension that it belongs to. */
  readonly group?: string | undefined;
}

export interface Series {
  readonly name: string;
  readonly shape: 'bar' | 'line' | 'area';
  /** The second value axis is on the other side. */
  readonly axis: 0 | 1;
  readonly values: readonly (number | null)[];
  /** As they are written at the marks; a share of a stack says its percentage. */
  readonly labels: readonly string[];
  readonly color: string;
  /** Of single values, by their legends. */
  readonly pointColors?: readonly (string | undefined)[];
}

export interface ValueAxis {
  readonly title?: string | undefined;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly steps?: number | undefined;
  readonly lines: readonly { readonly value: number; readonly title: string; readonly color: string }[];
}

export interface CategoryChart {
  readonly kind: 'category';
  readonly isHorizontal: boolean;
  readonly isStacked: boolean;
  readonly isPercent: boolean;
  readonly categories: readonly Category[];
  readonly series: readonly Series[];
  readonly axes: readonly ValueAxis[];
  readonly categoryTitle?: string | undefined;
  readonly showsValues: boolean;
  /** Straight lines through the series. */
  readonly trends: readonly { readonly values: readonly number[]; readonly color: string }[];
  readonly separator: DigitGroupSeparator;
}

export interface PieChart {
  readonly kind: 'pie';
  readonly slices: readonly { readonly name: string; readonly value: number; readonly color: string }[];
}

export interface RadarChart {
  readonly kind: 'radar';
  readonly categories: readonly string[];
  readonly series: readonly Pick<Series, 'name' | 'values' | 'color'>[];
}

export interface GaugeChart {
  readonly kind: 'gauge';
  readonly value: number;
  readonly text: string;
  readonly min: number;
  readonly max: number;
  /** Ends of ranges with their colours, in order. */
  readonly ranges: readonly { readonly to: number; readonly color: string }[];
  readonly color: string;
  readonly separator: DigitGroupSeparator;
}

export interface ScatterChart {
  readonly kind: 'scatter';
  readonly points: readonly { readonly name: string; readonly x: number; readonly y: number }[];
  readonly xTitle: string;
  readonly yTitle: string;
  readonly color: string;
  readonly separator: DigitGroupSeparator;
}
