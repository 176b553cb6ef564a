import type { ChartModel } from './chart-model.js';
import { chartHeight, chartOption } from './chart-option.js';
import { type Canvas, loadCanvas, PIXEL_RATIO } from './picture.js';
import { PICTURE_WIDTH } from './style.js';

type Echarts = typeof import('echarts/core');

let loaded: Promise<Echarts> | undefined;

/** The chart library with the parts that are used; it measures texts with the font in which they are drawn. */
async function loadEcharts(): Promise<Echarts> {
  loaded ??= load();
  return await loaded;
}

async function load(): Promise<Echarts> {
  const { createCanvas } = await loadCanvas();
  const [echarts, charts, components, features, { CanvasRenderer }] = await Promise.all([
    import('echarts/core'),
    import('echarts/charts'),
    import('echarts/components'),
    import('echarts/features'),
    import('echarts/renderers'),
  ]);
  const { BarChart, LineChart, PieChart, RadarChart, GaugeChart, ScatterChart } = charts;
  const { GraphicComponent, GridComponent, MarkLineComponent, RadarComponent } = components;
  echarts.use([BarChart, LineChart, PieChart, RadarChart, GaugeChart, ScatterChart]);
  echarts.use([
    GraphicComponent,
    GridComponent,
    MarkLineComponent,
    RadarComponent,
    features.LabelLayout,
    CanvasRenderer,
  ]);
  echarts.setPlatformAPI({ createCanvas: () => asElement(createCanvas(1, 1)) });
  return echarts;
}

/** The library draws on anything that has a drawing context; its types know browsers only. */
const asElement = (canvas: Canvas): never => canvas as never;

/** A chart as a picture. */
export async function drawChart(model: ChartModel): Promise<Buffer> {
  const echarts = await loadEcharts();
  const { createCanvas } = await loadCanvas();
  const size = { width: PICTURE_WIDTH, height: chartHeight(model) };
  const canvas = createCanvas(size.width * PIXEL_RATIO, size.height * PIXEL_RATIO);
  const chart = echarts.init(asElement(canvas), null, { ...size, devicePixelRatio: PIXEL_RATIO });
  try {
    chart.setOption({ ...chartOption(model), animation: false, backgroundColor: '#ffffff' });
    return await canvas.encode('png');
  } finally {
    chart.dispose();
  }
}
