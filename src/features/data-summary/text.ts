/** All samples of one metric, in Prometheus' terms a family; its labels have the order in which they are written. */
export interface Family {
  readonly name: string;
  readonly help: string;
  readonly samples: readonly { readonly labels: Readonly<Record<string, string>>; readonly value: number }[];
}

export const TEXT_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/**
 * Gauges in Prometheus' text format 0.0.4, byte for byte as the peer writes it, a space after the comma between labels included, but with everything escaped that
 * must be (contract: data-admin.md §3.4).
 */
export function gaugesText(families: readonly Family[]): string {
  return families
    .flatMap(({ name, help, samples }) => [
      `# HELP ${name} ${escaped(help)}\n`,
      `# TYPE ${name} gauge\n`,
      ...samples.map(({ labels, value }) => `${name}{${labelsText(labels)}} ${value}\n`),
    ])
    .join('');
}

const labelsText = (labels: Readonly<Record<string, string>>): string =>
  Object.entries(labels)
    .map(([name, value]) => `${name}="${escaped(value).replaceAll('"', '\\"')}"`)
    .join(', ');

const escaped = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
