import { categoryOption } from './category-option.js';
import type { ChartModel, GaugeChart, PieChart, RadarChart, ScatterChart } from './chart-model.js';
import { FONT } from './picture.js';
import { axisNumber, LINE, PICTURE_WIDTH, shortened, TEXT, wrapped } from './style.js';

const HEIGHTS = { pie: 320, radar: 380, gauge: 236, scatter: 380, category: 340 } as const;
const LOWEST_BARS = 200;
const HIGHEST_BARS = 1_000;

/** Bars lie below each other, so their chart grows with them. */
export function chartHeight(model: ChartModel): number {
  if (model.kind !== 'category' || !model.isHorizontal) return HEIGHTS[model.kind];
  const bars = model.isStacked ? 1 : model.series.length;
  const wanted = 70 + model.categories.length * Math.max(22, bars * 14 + 8);
  return Math.min(HIGHEST_BARS, Math.max(LOWEST_BARS, wanted));
}

type Option = Readonly<Record<string, unknown>>;

/** The chart in the words of the library that draws it. */
export function chartOption(model: ChartModel): Option {
  return { textStyle: { fontFamily: FONT, color: TEXT }, ...optionOf(model) };
}

function optionOf(model: ChartModel): Option {
  switch (model.kind) {
    case 'category':
      return categoryOption(model);
    case 'pie':
      return pieOption(model);
    case 'radar':
      return radarOption(model);
    case 'gauge':
      return gaugeOption(model);
    case 'scatter':
      return scatterOption(model);
  }
}

function pieOption({ slices }: PieChart): Option {
  return {
    series: [
      {
        type: 'pie',
        radius: '76%',
        startAngle: 90,
        data: slices.map(({ name, value, color }) => ({ name: wrapped(name, 26, 2), value, itemStyle: { color } })),
        itemStyle: { borderColor: '#ffffff', borderWidth: 1 },
        label: { formatter: '{b}\n{d}%', color: TEXT, fontSize: 12, lineHeight: 16 },
        labelLine: { length: 10, length2: 8, lineStyle: { color: '#a0adba' } },
      },
    ],
  };
}

function radarOption({ categories, series }: RadarChart): Option {
  const max = Math.max(1, ...series.flatMap(({ values }) => values.map((value) => value ?? 0)));
  return {
    radar: {
      center: ['50%', '54%'],
      radius: '70%',
      indicator: categories.map((name) => ({ name: wrapped(name, 24, 2), max })),
      axisName: { color: TEXT, fontSize: 12, lineHeight: 15 },
      splitArea: { show: false },
      splitLine: { lineStyle: { color: LINE } },
      axisLine: { lineStyle: { color: LINE } },
    },
    series: series.map(({ values, color }) => ({
      type: 'radar',
      symbolSize: 5,
      data: [{ value: values.map((value) => value ?? 0) }],
      lineStyle: { color, width: 2 },
      itemStyle: { color },
      areaStyle: { color, opacity: 0.12 },
    })),
  };
}

const GAUGE = { x: PICTURE_WIDTH / 2, y: 190, radius: 165, width: 34 };

function gaugeOption({ value, text, min, max, ranges, color, separator }: GaugeChart): Option {
  const stops = ranges.map((range): readonly [number, string] => [(range.to - min) / (max - min), range.color]);
  const rest: readonly [number, string] = [1, '#e8edf2'];
  const hasRanges = stops.length > 0;
  const written = axisNumber(separator);
  return {
    // The library would write these into the dial.
    graphic: [min, max].map((end, index) => ({
      type: 'text',
      x: GAUGE.x + (index === 0 ? -1 : 1) * (GAUGE.radius - GAUGE.width / 2),
      y: GAUGE.y + 8,
      style: { text: written(end), fill: TEXT, font: `12px ${FONT}`, textAlign: 'center' },
    })),
    series: [
      {
        type: 'gauge',
        startAngle: 180,
        endAngle: 0,
        center: [GAUGE.x, GAUGE.y],
        radius: GAUGE.radius,
        min,
        max,
        data: [{ value }],
        progress: { show: !hasRanges, width: GAUGE.width, itemStyle: { color } },
        axisLine: { lineStyle: { width: GAUGE.width, color: [...stops, rest] } },
        pointer: { show: hasRanges, width: 6, length: '58%', itemStyle: { color: TEXT } },
        axisTick: { show: false },
        splitLine: { show: false },
        axisLabel: { show: false },
        detail: {
          formatter: () => text,
          fontSize: 34,
          fontWeight: 500,
          color: '#212934',
          offsetCenter: [0, hasRanges ? 26 : -22],
        },
      },
    ],
  };
}

function scatterOption({ points, xTitle, yTitle, color, separator }: ScatterChart): Option {
  const axis = (name: string, nameGap: number): Option => ({
    type: 'value',
    scale: true,
    name: shortened(name, 60),
    nameLocation: 'middle',
    nameGap,
    nameTextStyle: { color: TEXT, fontSize: 12 },
    axisLine: { show: true, lineStyle: { color: '#a0adba' } },
    axisTick: { show: false },
    axisLabel: { color: TEXT, formatter: axisNumber(separator) },
    splitLine: { lineStyle: { color: LINE } },
  });
  const middle = points.reduce((sum, { x }) => sum + x / points.length, 0);
  return {
    grid: { left: 16, right: 32, top: 20, bottom: 16 },
    xAxis: axis(xTitle, 28),
    yAxis: axis(yTitle, 48),
    series: [
      {
        type: 'scatter',
        symbolSize: 10,
        itemStyle: { color, opacity: 0.8 },
        data: points.map(({ x, y, name }) => ({
          value: [x, y],
          name: shortened(name, 30),
          // Towards the middle, where there is place.
          label: { position: x > middle ? 'left' : 'right' },
        })),
        label: { show: points.length <= 40, formatter: '{b}', fontSize: 11, color: TEXT },
        labelLayout: { hideOverlap: true },
      },
    ],
  };
}
