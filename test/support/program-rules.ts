import { sql } from 'kysely';
import type { Db } from '../../src/database/index.js';
import type { RuleEnrollment, RuleEvent } from '../../src/features/program-rules/index.js';
import { generateUid } from '../../src/kernel/uid.js';
import { element, program, stage } from './integrity-objects.js';
import { link, type MadeRow, makeRow } from './make-row.js';

export interface MadeAction {
  readonly type: string;
  readonly data?: string;
  readonly content?: string;
  readonly dataElement?: MadeRow;
  readonly attribute?: MadeRow;
  readonly template?: MadeRow;
}

export interface MadeRule {
  readonly condition?: string | null;
  readonly priority?: number;
  readonly stage?: MadeRow;
  readonly actions: readonly MadeAction[];
}

export interface MadeVariable {
  readonly source?: string;
  readonly dataElement?: MadeRow;
  readonly attribute?: MadeRow;
  readonly stage?: MadeRow;
  readonly valueType?: string;
  readonly useCode?: boolean;
}

/** A program of its own with stages and data elements, and rules as a test wants them. */
export class RuleBench {
  readonly db: Db;
  readonly program: MadeRow;

  private constructor(db: Db, made: MadeRow) {
    this.db = db;
    this.program = made;
  }

  static async make(db: Db, row: Readonly<Record<string, unknown>> = {}): Promise<RuleBench> {
    return new RuleBench(db, await program(db, { type: 'WITH_REGISTRATION', ...row }));
  }

  async stage(elements: readonly MadeRow[], row: Readonly<Record<string, unknown>> = {}): Promise<MadeRow> {
    const made = await stage(this.db, {
      programid: this.program.id,
      validationstrategy: 'ON_UPDATE_AND_INSERT',
      repeatable: true,
      ...row,
    });
    for (const element of elements) {
      await makeRow(this.db, 'programstagedataelement', {
        programstageid: made.id,
        dataelementid: element.id,
        compulsory: false,
        skipsynchronization: false,
        skipanalytics: false,
      });
    }
    return made;
  }

  async element(valuetype = 'NUMBER', row: Readonly<Record<string, unknown>> = {}): Promise<MadeRow> {
    return await element(this.db, { valuetype, domaintype: 'TRACKER', ...row });
  }

  async attribute(valuetype = 'NUMBER', row: Readonly<Record<string, unknown>> = {}): Promise<MadeRow> {
    return await makeRow(this.db, 'trackedentityattribute', {
      valuetype,
      aggregationtype: 'NONE',
      skipsynchronization: false,
      ...row,
    });
  }

  async optionSet(options: Readonly<Record<string, string>>): Promise<MadeRow> {
    const set = await makeRow(this.db, 'optionset', { valuetype: 'TEXT', version: 0 });
    for (const [code, name] of Object.entries(options)) {
      await makeRow(this.db, 'optionvalue', { optionsetid: set.id, code, name });
    }
    return set;
  }

  async variable(name: string, made: MadeVariable): Promise<void> {
    await makeRow(this.db, 'programrulevariable', {
      name,
      programid: this.program.id,
      sourcetype: made.source ?? (made.attribute ? 'TEI_ATTRIBUTE' : 'DATAELEMENT_CURRENT_EVENT'),
      dataelementid: made.dataElement?.id ?? null,
      trackedentityattributeid: made.attribute?.id ?? null,
      programstageid: made.stage?.id ?? null,
      valuetype: made.valueType ?? 'TEXT',
      usecodeforoptionset: made.useCode ?? true,
    });
  }

  /** A rule whose condition always holds unless one is given. */
  async rule({ condition = 'true', priority, stage: ofStage, actions }: MadeRule): Promise<string> {
    const rule = await makeRow(this.db, 'programrule', {
      programid: this.program.id,
      rulecondition: condition,
      priority: priority ?? null,
      programstageid: ofStage?.id ?? null,
    });
    for (const action of actions) {
      await makeRow(this.db, 'programruleaction', {
        programruleid: rule.id,
        actiontype: action.type,
        data: action.data ?? null,
        content: action.content ?? null,
        dataelementid: action.dataElement?.id ?? null,
        trackedentityattributeid: action.attribute?.id ?? null,
        notificationtemplateid: action.template?.id ?? null,
      });
    }
    return rule.uid;
  }

  async dropRules(): Promise<void> {
    await sql`
      delete from programruleaction where programruleid in (select programruleid from programrule where programid = ${this.program.id})
    `.execute(this.db);
    await sql`delete from programrule where programid = ${this.program.id}`.execute(this.db);
    await sql`delete from programrulevariable where programid = ${this.program.id}`.execute(this.db);
  }

  enrollment(given: Partial<RuleEnrollment> = {}): RuleEnrollment {
    const attributes = given.attributes ?? {};
    return {
      uid: generateUid(),
      program: this.program.uid,
      trackedEntity: generateUid(),
      orgUnit: 'OrgUnit0001',
      enrolledAt: '2024-01-10',
      occurredAt: '2024-01-01',
      status: 'ACTIVE',
      attributes,
      sent: attributes,
      events: [],
      ...given,
    };
  }

  event(ofStage: MadeRow, given: Partial<RuleEvent> = {}): RuleEvent {
    const dataValues = given.dataValues ?? {};
    return {
      uid: generateUid(),
      program: this.program.uid,
      programStage: ofStage.uid,
      orgUnit: 'OrgUnit0001',
      occurredAt: '2024-02-01T00:00:00.000',
      scheduledAt: null,
      completedAt: null,
      createdAt: null,
      status: 'ACTIVE',
      dataValues,
      sent: dataValues,
      ...given,
    };
  }
}

/** Makes organisation units and puts them into a group. */
export async function groupWith(
  db: Db,
  units: readonly MadeRow[],
  row: Readonly<Record<string, unknown>> = {},
): Promise<MadeRow> {
  const group = await makeRow(db, 'orgunitgroup', row);
  for (const unit of units)
    await link(db, 'orgunitgroupmembers', { orgunitgroupid: group.id, organisationunitid: unit.id });
  return group;
}
