import { createCanvas } from '@napi-rs/canvas';
import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  type ChartConfiguration,
  Legend,
  LinearScale,
  Title,
} from 'chart.js';
import type { Report } from '../../ledger/report.ts';
import { saySpan } from '../../response/report-words.ts';
import { FAMILY, registerFont } from './font.ts';
import { sayMoment, sayTick, tickEvery } from './times.ts';

/** Slack shows it about 360 wide in a message: letters that are large here can still be read there. */
const WIDTH = 560;
const HEIGHT = 360;
/** So many pixels each way for one of the above: it stays sharp when it is opened. */
const RATIO = 2.5;

const INK = '#1d1c1d';
const GRID = '#e3e3e3';
/** Apart for colour-blind people too: blue, orange, dark blue (Okabe and Ito). */
const COLOURS = { alerts: '#56b4e9', automatic: '#d55e00', byPeople: '#004d80' };

export type ChartFacts = Pick<Report, 'from' | 'until' | 'sliceMs' | 'slices'>;

Chart.register(BarController, BarElement, CategoryScale, LinearScale, Legend, Title);
Chart.defaults.font.family = FAMILY;

/** Draws alerts, and blocks by whom, over time: a PNG. The same facts make the same bytes. */
export function drawActivity(facts: ChartFacts): Buffer {
  registerFont();
  const canvas = createCanvas(WIDTH, HEIGHT);
  // The canvas behaves as a browser's in all that Chart.js uses; only its type is not the DOM's.
  const context = canvas.getContext('2d') as unknown as ConstructorParameters<typeof Chart>[0];
  const chart = new Chart(context, configuration(facts));
  const png = canvas.toBuffer('image/png');
  chart.destroy();
  return png;
}

function configuration(facts: ChartFacts): ChartConfiguration<'bar'> {
  const { slices, sliceMs } = facts;
  const every = tickEvery(slices.length, sliceMs);
  const isTick = (index: number) => (slices[index]?.from ?? 0) % every === 0;
  const bars = (label: string, pick: keyof typeof COLOURS, axis: string) => ({
    label,
    data: slices.map((slice) => slice[pick]),
    backgroundColor: COLOURS[pick],
    yAxisID: axis,
    stack: axis,
    // Both at the slice's own place, not side by side.
    grouped: false,
    categoryPercentage: 0.9,
    barPercentage: 1,
  });
  const count = (title: string, position: number) => ({
    stack: 'counts',
    stackWeight: 1,
    weight: position,
    stacked: true,
    beginAtZero: true,
    suggestedMax: 4,
    title: { display: true, text: title, color: INK, font: { size: 16, weight: 'bold' as const } },
    ticks: { precision: 0, maxTicksLimit: 5, color: INK, font: { size: 16 } },
    border: { display: false },
    grid: { color: GRID },
  });
  return {
    type: 'bar',
    data: {
      labels: slices.map(({ from }) => sayTick(from, every)),
      datasets: [
        bars('alerts', 'alerts', 'alerts'),
        bars('blocked automatically', 'automatic', 'blocks'),
        bars('blocked by people', 'byPeople', 'blocks'),
      ],
    },
    options: {
      responsive: false,
      animation: false,
      events: [],
      devicePixelRatio: RATIO,
      layout: { padding: { top: 8, right: 16, bottom: 4, left: 8 } },
      plugins: {
        title: {
          display: true,
          align: 'start',
          color: INK,
          font: { size: 19, weight: 'bold' },
          padding: { bottom: 14 },
          text: `The last ${saySpan(facts.until - facts.from)}: ${sayMoment(facts.from)} to ${sayMoment(facts.until)} UTC`,
        },
        legend: {
          position: 'bottom',
          labels: { color: INK, font: { size: 16 }, boxWidth: 15, boxHeight: 15, padding: 10 },
        },
      },
      scales: {
        x: {
          stacked: true,
          grid: { display: false },
          border: { display: false },
          ticks: {
            color: INK,
            font: { size: 16 },
            autoSkip: false,
            maxRotation: 0,
            callback(_value, index) {
              return isTick(index) ? this.getLabelForValue(index) : '';
            },
          },
        },
        // The later one stands above.
        blocks: count('Blocks', 1),
        between: { ...NOTHING, stack: 'counts', stackWeight: 0.15, weight: 2 },
        alerts: count('Alerts', 3),
      },
    },
    plugins: [PAPER],
  };
}

/** Room without anything in it. */
const NOTHING = {
  type: 'linear',
  axis: 'y',
  ticks: { display: false },
  grid: { display: false },
  border: { display: false },
} as const;

/** Slack shows pictures on its own ground, which may be dark. */
const PAPER = {
  id: 'paper',
  beforeDraw({ ctx, width, height }: Chart): void {
    ctx.save();
    ctx.fillStyle = '#ffffff';
    ctx.fillRect(0, 0, width, height);
    ctx.restore();
  },
};
