/** A metric in an expression of Prometheus, with the labels that its selector names. */
export interface UsedMetric {
  readonly name: string;
  readonly labels: readonly string[];
}

const KEYWORDS = [
  'and',
  'or',
  'unless',
  'bool',
  'offset',
  'by',
  'without',
  'on',
  'ignoring',
  'group_left',
  'group_right',
];

/** The metrics of an expression: its names that are neither functions nor keywords, nor labels to group by. */
export function metricsUsed(expression: string): readonly UsedMetric[] {
  const withoutGroups = expression.replaceAll(/\b(by|without|on|ignoring)\s*\([^)]*\)/g, ' ');
  const withoutRanges = withoutGroups.replaceAll(/\[[^\]]*\]/g, ' ');
  const found = withoutRanges.matchAll(/(?<![\w".$])([a-zA-Z_:][\w:]*)\s*(\{(?:[^}"]|"(?:[^"\\]|\\.)*")*\})?\s*(\()?/g);
  return [...found].flatMap(([, name = '', selector = '', call]) =>
    call !== undefined || KEYWORDS.includes(name) ? [] : [{ name, labels: labelsOf(selector) }],
  );
}

const labelsOf = (selector: string): readonly string[] =>
  [...selector.matchAll(/([a-zA-Z_]\w*)\s*(?:=~|!~|!=|=)\s*"/g)].map(([, label = '']) => label);
