import { sql } from 'kysely';
import type { Db } from '../../../database/index.js';
import { describeFormulas, type FormulaPlace, formulaFaults } from '../../expressions/index.js';
import { type CheckDefinition, defineChecks, type Issue } from '../check.js';
import { PROGRAMMATIC } from './programmatic.js';

interface StoredFormula {
  readonly uid: string;
  readonly name: string;
  readonly formula: string;
}

/** Objects of which one formula cannot be read or names what is not there. Names of issues have the uid in them, as the peer's (contract: data-admin.md §7.8). */
const invalid = (
  place: FormulaPlace,
  { name, displayName, ofWhat }: { readonly name: string; readonly displayName: string; readonly ofWhat: string },
  formulas: ReturnType<typeof sql<StoredFormula>>,
): CheckDefinition => ({
  ...PROGRAMMATIC,
  name,
  displayName,
  ...SECTIONS[place],
  description: `${ofWhat} that cannot be read, or that names something that is not there.`,
  introduction: 'It has no value, and neither has what is computed from it.',
  recommendation: 'Correct the formula; the comment says what is wrong with it and where.',
  issues: async (db) => {
    const { rows } = await formulas.execute(db);
    const faults = await formulaFaults(
      db,
      rows.map(({ formula }) => formula),
      place,
    );
    return rows.flatMap(({ uid, name: object }, index): readonly Issue[] => {
      const fault = faults[index];
      return fault === undefined ? [] : [{ id: uid, name: `${object}:${uid}`, comment: fault }];
    });
  },
});

const SECTIONS = {
  indicator: { section: 'Indicators', issuesIdType: 'indicators' },
  'validation rule': { section: 'Validation Rules', issuesIdType: 'validationRules' },
  'program indicator': { section: 'Program Indicators', issuesIdType: 'programIndicators' },
} as const satisfies Readonly<Record<FormulaPlace, { section: string; issuesIdType: string }>>;

const ofIndicator = (column: 'numerator' | 'denominator') =>
  sql<StoredFormula>`select indicator.uid, indicator.name, coalesce(${sql.ref(`indicator.${column}`)}, '') as formula from indicator`;

const ofRule = (side: 'left' | 'right') => sql<StoredFormula>`
  select rule.uid, rule.name, coalesce(expression.expression, '') as formula
  from validationrule as rule
  left join expression on expression.expressionid = ${sql.ref(`rule.${side}expressionid`)}
`;

/** That there is none is no fault of a filter, and with an expression one that another check finds. */
const ofProgramIndicator = (column: 'expression' | 'filter') => sql<StoredFormula>`
  select indicator.uid, indicator.name, ${sql.ref(`indicator.${column}`)} as formula
  from programindicator as indicator where btrim(${sql.ref(`indicator.${column}`)}) <> ''
`;

export const formulaChecks = defineChecks([
  invalid(
    'indicator',
    {
      name: 'indicators_with_invalid_numerator',
      displayName: 'Indicators with an invalid numerator',
      ofWhat: 'An indicator with a numerator',
    },
    ofIndicator('numerator'),
  ),
  invalid(
    'indicator',
    {
      name: 'indicators_with_invalid_denominator',
      displayName: 'Indicators with an invalid denominator',
      ofWhat: 'An indicator with a denominator',
    },
    ofIndicator('denominator'),
  ),
  invalid(
    'validation rule',
    {
      name: 'validation_rules_with_invalid_left_side_expression',
      displayName: 'Validation rules with an invalid left side',
      ofWhat: 'A validation rule with a left side',
    },
    ofRule('left'),
  ),
  invalid(
    'validation rule',
    {
      name: 'validation_rules_with_invalid_right_side_expression',
      displayName: 'Validation rules with an invalid right side',
      ofWhat: 'A validation rule with a right side',
    },
    ofRule('right'),
  ),
  invalid(
    'program indicator',
    {
      name: 'program_indicators_with_invalid_expressions',
      displayName: 'Program indicators with an invalid expression',
      ofWhat: 'A program indicator with an expression',
    },
    ofProgramIndicator('expression'),
  ),
  invalid(
    'program indicator',
    {
      name: 'program_indicators_with_invalid_filters',
      displayName: 'Program indicators with an invalid filter',
      ofWhat: 'A program indicator with a filter',
    },
    ofProgramIndicator('filter'),
  ),
  {
    ...PROGRAMMATIC,
    name: 'indicators_with_identical_formulas',
    displayName: 'Indicators that say the same',
    section: 'Other',
    description: 'Indicators whose numerators and denominators say the same, once names stand in the place of uids.',
    introduction: 'Two indicators show the same under different names.',
    recommendation: 'Keep one of them.',
    issues: identicalIndicators,
  },
]);

/** One issue for each group: its formula, and the indicators that have it. */
async function identicalIndicators(db: Db): Promise<readonly Issue[]> {
  const { rows } = await sql<{ label: string; numerator: string; denominator: string }>`
    select indicator.name || ':' || indicator.uid as label, coalesce(indicator.numerator, '') as numerator,
      coalesce(indicator.denominator, '') as denominator
    from indicator order by label
  `.execute(db);
  const described = await describeFormulas(
    db,
    rows.flatMap(({ numerator, denominator }) => [numerator, denominator]),
  );
  const groups = new Map<string, { readonly name: string; readonly refs: string[] }>();
  for (const [index, { label }] of rows.entries()) {
    const name = `${described[2 * index]} / ${described[2 * index + 1]}`;
    const key = name.replaceAll(/\s/g, '');
    const group = groups.get(key) ?? { name, refs: [] };
    group.refs.push(label);
    groups.set(key, group);
  }
  return [...groups.values()].filter(({ refs }) => refs.length > 1);
}
