import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { language } from '../i18n';
import { formatNumber } from './format';
import type { Point } from './line-chart';

const STROKE = '#1565c0';
const FILL = 'rgb(21 101 192 / 10%)';
/** Whole days. */
const STEPS_SECONDS = [1, 2, 5, 7, 14, 30, 90, 365].map((days) => days * 86_400);
/** Longer than this a day says too little without its year. */
const LONG_SECONDS = 330 * 86_400;
/** Half of one has no sense: values are counts. */
const COUNT_STEPS = Array.from({ length: 13 }, (_none, power) => [1, 2, 5].map((digit) => digit * 10 ** power)).flat();
const COMPACT_AXIS_PX = 56;

/** Draws the points into an element; loaded when a page has a chart. */
export function drawLine(element: HTMLElement, points: readonly Point[], height: number): UPlot {
  const [first, last] = spanOf(points);
  const day = new Intl.DateTimeFormat(
    language(),
    last - first > LONG_SECONDS ? { month: 'short', year: 'numeric' } : { day: 'numeric', month: 'short' },
  );
  return new UPlot(
    {
      width: element.clientWidth,
      height,
      legend: { show: false },
      cursor: { show: false },
      scales: {
        x: { range: () => [first, last] },
        y: { range: (_chart, _least, most) => [0, Math.max(1, most * 1.1)] },
      },
      axes: [
        {
          incrs: [...STEPS_SECONDS],
          values: (_chart, values) => values.map((seconds) => day.format(seconds * 1_000)),
          grid: { show: false },
        },
        {
          size: COMPACT_AXIS_PX,
          incrs: COUNT_STEPS,
          values: (_chart, values) => values.map((value) => compact(value)),
        },
      ],
      series: [{}, { stroke: STROKE, fill: FILL, width: 2, points: { show: points.length < 10 } }],
    },
    [points.map(({ at }) => at / 1_000), points.map(({ value }) => value)],
    element,
  );
}

const LEAST_DAYS_SECONDS = 4 * 86_400;

/** In seconds. A single day would have no width. */
function spanOf(points: readonly Point[]): [number, number] {
  const times = points.map(({ at }) => at / 1_000);
  const [first, last] = [Math.min(...times), Math.max(...times)];
  return last - first >= LEAST_DAYS_SECONDS
    ? [first, last]
    : [last - LEAST_DAYS_SECONDS, last + LEAST_DAYS_SECONDS / 8];
}

const compact = (value: number): string =>
  value < 10_000
    ? formatNumber(value)
    : new Intl.NumberFormat(language(), { notation: 'compact', maximumFractionDigits: 1 }).format(value);
