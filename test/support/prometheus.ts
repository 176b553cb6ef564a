import { spawnSync } from 'node:child_process';

export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface MetricFamily {
  readonly name: string;
  readonly help: string;
  readonly type: string;
  readonly samples: readonly Sample[];
}

const NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*/;
const LABEL = /^([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"/;
/** Prometheus takes `NaN` in any case. */
const NUMBER = /^(?:[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|[+-]Inf|[Nn]a[Nn])$/;
const TYPES = ['counter', 'gauge', 'histogram', 'summary', 'untyped'];
const SUFFIXES: Readonly<Record<string, readonly string[]>> = {
  histogram: ['_bucket', '_sum', '_count'],
  summary: ['', '_sum', '_count'],
};

/**
 * Reads Prometheus' text format 0.0.4 and forgives nothing: each metric has its HELP and TYPE once, in that order and before its samples, which stand together, no
 * label set comes twice, everything is escaped as it must be, and histograms add up.
 *
 * @throws Error naming the line
 */
export function readMetrics(text: string): readonly MetricFamily[] {
  if (!text.endsWith('\n')) throw new Error('The last line has no end.');
  const families = new Map<string, MetricFamily & { readonly samples: Sample[] }>();
  const seen = new Set<string>();
  let open: (MetricFamily & { readonly samples: Sample[] }) | undefined;
  let help: { readonly name: string; readonly text: string } | undefined;
  for (const [index, line] of text.slice(0, -1).split('\n').entries()) {
    const wrong = (what: string) => new Error(`Line ${index + 1}: ${what}: ${line}`);
    if (line === '') continue;
    if (help && !line.startsWith('# TYPE ')) throw wrong('TYPE does not follow HELP');
    const comment = /^# (HELP|TYPE) (\S+) (.*)$/.exec(line);
    if (comment) {
      const [, kind, name = '', rest = ''] = comment;
      if (NAME.exec(name)?.[0] !== name) throw wrong('no name of a metric');
      if (kind === 'HELP') {
        if (families.has(name)) throw wrong('the metric comes twice');
        if (/\\(?![\\n])/.test(rest.replaceAll('\\\\', ''))) throw wrong('HELP is not escaped');
        help = { name, text: rest };
        continue;
      }
      if (help?.name !== name) throw wrong('TYPE without HELP');
      if (!TYPES.includes(rest)) throw wrong('no type of a metric');
      open = { name, help: help.text, type: rest, samples: [] };
      families.set(name, open);
      help = undefined;
      continue;
    }
    if (line.startsWith('#')) throw wrong('a comment that is neither HELP nor TYPE');
    if (!open) throw wrong('a sample before any TYPE');
    const sample = readSample(line, wrong);
    const names = (SUFFIXES[open.type] ?? ['']).map((suffix) => `${open?.name}${suffix}`);
    if (!names.includes(sample.name)) throw wrong(`a sample among those of ${open.name}`);
    const key = JSON.stringify([sample.name, Object.entries(sample.labels).sort()]);
    if (seen.has(key)) throw wrong('the label set comes twice');
    seen.add(key);
    open.samples.push(sample);
  }
  if (help) throw new Error(`HELP of ${help.name} without TYPE`);
  for (const family of families.values()) if (family.type === 'histogram') checkHistogram(family);
  return [...families.values()];
}

function readSample(line: string, wrong: (what: string) => Error): Sample {
  const [name] = NAME.exec(line) ?? [];
  if (name === undefined) throw wrong('no sample');
  let rest = line.slice(name.length);
  const labels: Record<string, string> = {};
  if (rest.startsWith('{')) {
    rest = rest.slice(1);
    while (!rest.startsWith('}')) {
      const [all, label, value] = LABEL.exec(rest) ?? [];
      if (all === undefined || label === undefined || value === undefined) throw wrong('no label');
      if (label in labels) throw wrong(`label ${label} comes twice`);
      labels[label] = value.replaceAll(/\\(.)/g, (_all, letter: string) => (letter === 'n' ? '\n' : letter));
      rest = rest.slice(all.length);
      if (/^, ?[a-zA-Z_]/.test(rest)) rest = rest.replace(/^, ?/, '');
      else if (!rest.startsWith('}')) throw wrong('labels are not separated');
    }
    rest = rest.slice(1);
  }
  const number = rest.slice(1);
  if (!rest.startsWith(' ') || !NUMBER.test(number)) throw wrong('no value');
  return { name, labels, value: Number(number.replace('Inf', 'Infinity')) };
}

function checkHistogram({ name, samples }: MetricFamily): void {
  const series = new Map<string, Sample[]>();
  for (const sample of samples) {
    const { le: _bound, ...rest } = sample.labels;
    const key = JSON.stringify(Object.entries(rest).sort());
    series.set(key, [...(series.get(key) ?? []), sample]);
  }
  for (const [key, members] of series) {
    const buckets = members
      .filter((sample) => sample.name === `${name}_bucket`)
      .map(({ labels, value }) => [Number(labels.le?.replace('Inf', 'Infinity')), value] as const);
    const ascending = buckets.every(([bound, value], index) => {
      const [boundBefore, before] = buckets[index - 1] ?? [Number.NEGATIVE_INFINITY, 0];
      return bound > boundBefore && value >= before;
    });
    const [last, total] = buckets.at(-1) ?? [];
    const count = members.find((sample) => sample.name === `${name}_count`)?.value;
    const hasSum = members.some((sample) => sample.name === `${name}_sum`);
    if (!ascending || last !== Number.POSITIVE_INFINITY || total !== count || !hasSum)
      throw new Error(`The histogram ${name} does not add up for ${key}`);
  }
}

/** What Prometheus' own tool finds wrong with the text, style aside; undefined where it is not installed. */
export function promtoolFaults(text: string): string | undefined {
  const { error, status, stderr } = spawnSync('promtool', ['check', 'metrics'], { input: text, encoding: 'utf8' });
  if (error) return undefined;
  // 3 is style: the names are not ours.
  return status === 0 || status === 3 ? '' : stderr;
}

/** The value of the one sample that has the name and these labels. */
export function sampleOf(
  families: readonly MetricFamily[],
  name: string,
  labels: Readonly<Record<string, string>> = {},
): number | undefined {
  const found = families
    .flatMap(({ samples }) => samples)
    .filter(
      (sample) =>
        sample.name === name && Object.entries(labels).every(([label, value]) => sample.labels[label] === value),
    );
  if (found.length > 1) throw new Error(`${found.length} samples of ${name} have these labels.`);
  return found[0]?.value;
}
