import { sql } from 'kysely';
import type { Db } from '../../src/database/index.js';
import type { Fault } from './integrity-objects.js';
import { indicator, program, uidOf, validationRule } from './integrity-objects.js';
import { anyRow, type MadeRow, makeRow } from './make-row.js';

export const programIndicator = async (db: Db, row = {}): Promise<MadeRow> => {
  const anyCombo = (await anyRow(db, 'categorycombo')).id;
  return await makeRow(db, 'programindicator', {
    programid: (await program(db)).id,
    analyticstype: 'EVENT',
    categorycomboid: anyCombo,
    attributecomboid: anyCombo,
    ...row,
  });
};

const ruleWith =
  (side: 'left' | 'right', formula: string): Fault =>
  async (db) => {
    const made = await validationRule(db);
    await sql`
      update expression set expression = ${formula} from validationrule as rule
      where rule.uid = ${made.uid} and expression.expressionid = ${sql.ref(`rule.${side}expressionid`)}
    `.execute(db);
    return made.uid;
  };

export const FORMULA_FAULTS: Readonly<Record<string, Fault>> = {
  indicators_with_invalid_numerator: (db) => uidOf(indicator(db, { numerator: '#{nothingHere}' })),
  indicators_with_invalid_denominator: (db) => uidOf(indicator(db, { denominator: '(1 + ' })),
  validation_rules_with_invalid_left_side_expression: ruleWith('left', '1 + true'),
  validation_rules_with_invalid_right_side_expression: ruleWith('right', ''),
  program_indicators_with_invalid_expressions: (db) => uidOf(programIndicator(db, { expression: 'd2:ceil(1)' })),
  program_indicators_with_invalid_filters: (db) => uidOf(programIndicator(db, { filter: 'V{event_date} >' })),
  indicators_with_identical_formulas: async (db) => {
    await indicator(db, { numerator: '4711 + 1' });
    await indicator(db, { numerator: '4711 + 1' });
    return '4711 + 1 / 1';
  },
};
