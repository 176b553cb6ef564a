import type { Metric } from 'prom-client';

interface Series {
  readonly labels: Readonly<Record<string, string>>;
  /** How many took at most as long as each bound and longer than the one before; the last is for all that took longer. */
  readonly counts: number[];
  sum: number;
}

/**
 * A histogram for the one thing that happens thousands of times a second. The library's takes some microseconds for each value, which can be seen in the rate of small
 * requests; here it is one look into a map. It shows itself to the library as its own do.
 */
export class RequestTimes {
  readonly #series = new Map<string, Series>();
  readonly #bounds: readonly number[];
  readonly name: string;
  readonly help: string;

  /** Upper bounds in seconds, ascending. */
  constructor(name: string, help: string, bounds: readonly number[]) {
    this.name = name;
    this.help = help;
    this.#bounds = bounds;
  }

  observe(method: string, route: string, statusCode: number, seconds: number): void {
    const group = Math.floor(statusCode / 100);
    const key = `${method} ${group} ${route}`;
    let series = this.#series.get(key);
    if (!series) {
      const counts = new Array<number>(this.#bounds.length + 1).fill(0);
      series = { labels: { method, route, status: `${group}xx` }, counts, sum: 0 };
      this.#series.set(key, series);
    }
    let bucket = 0;
    while (bucket < this.#bounds.length && seconds > (this.#bounds[bucket] as number)) bucket += 1;
    series.counts[bucket] = (series.counts[bucket] ?? 0) + 1;
    series.sum += seconds;
  }

  /** As the library's registry takes it. */
  asMetric(): Metric {
    // The library's type has members that its registry does not use.
    return { name: this.name, get: () => Promise.resolve(this.#values()) } as unknown as Metric;
  }

  #values(): Readonly<Record<string, unknown>> {
    const { name, help } = this;
    const values = [...this.#series.values()].flatMap(({ labels, counts, sum }) => {
      let total = 0;
      const buckets = counts.map((count, index) => {
        total += count;
        return { metricName: `${name}_bucket`, labels: { ...labels, le: this.#bounds[index] ?? '+Inf' }, value: total };
      });
      return [
        ...buckets,
        { metricName: `${name}_sum`, labels, value: sum },
        { metricName: `${name}_count`, labels, value: total },
      ];
    });
    return { name, help, type: 'histogram', values, aggregator: 'sum' };
  }
}
