import { sql } from 'kysely';
import type { Db } from '../../src/database/index.js';
import { CATEGORY_FAULTS } from './integrity-faults-of-categories.js';
import { FORMULA_FAULTS, programIndicator } from './integrity-faults-of-formulas.js';
import { GEOMETRY_FAULTS } from './integrity-faults-of-geometries.js';
import type { Fault } from './integrity-objects.js';
import {
  dataSet,
  element,
  emptyForm,
  indicator,
  period,
  program,
  rule,
  stage,
  uidOf,
  unit,
  unitGroup,
  unitGroupSet,
  user,
  userWith,
  validationRule,
} from './integrity-objects.js';
import { link, type MadeRow, makeRow } from './make-row.js';

const YEARS_AGO = '2020-01-01 00:00:00';
const old = async (db: Db, table: string, row = {}): Promise<string> => {
  const { uid } = await makeRow(db, table, row);
  await sql`update ${sql.table(table)} set created = ${YEARS_AGO}::timestamp where uid = ${uid}`.execute(db);
  return uid;
};
const captureOutside =
  (table: string): Fault =>
  async (db) => {
    const [made, one, other] = [await user(db), await unit(db), await unit(db)];
    await link(db, 'usermembership', { userinfoid: made.id, organisationunitid: one.id });
    await link(db, table, { userinfoid: made.id, organisationunitid: other.id });
    return made.uid;
  };
/** A visualization needs more columns than any other row, so one of the demo's is taken as it is. */
const visualization = async (db: Db): Promise<MadeRow> =>
  await makeRow(db, 'visualization', { type: 'COLUMN', fixcolumnheaders: false, fixrowheaders: false });

const withAction = async (db: Db, actiontype: string): Promise<string> => {
  const made = await rule(db);
  await makeRow(db, 'programruleaction', { programruleid: made.id, actiontype });
  return made.uid;
};
const withVariable = async (db: Db, sourcetype: string): Promise<string> => {
  const made = await program(db);
  await makeRow(db, 'programrulevariable', { programid: made.id, sourcetype, valuetype: 'TEXT' });
  return made.uid;
};

/** One way to make each check find something: a list, and as long as that of the checks. */
export const FAULTS: Readonly<Record<string, Fault>> = {
  ...CATEGORY_FAULTS,
  ...GEOMETRY_FAULTS,
  ...FORMULA_FAULTS,
  datasets_empty: (db) => uidOf(dataSet(db)),
  datasets_not_assigned_to_org_units: (db) => uidOf(dataSet(db)),
  datasets_custom_data_entry_forms_empty: async (db) =>
    await uidOf(dataSet(db, { dataentryform: (await emptyForm(db)).id })),
  datasets_same_name: async (db) => {
    await dataSet(db, { name: 'Twice' });
    return await uidOf(dataSet(db, { name: 'Twice' }));
  },
  org_units_not_in_compulsory_group_sets: async (db) => {
    await unitGroupSet(db, { compulsory: true });
    return await uidOf(unit(db));
  },
  orgunits_trailing_spaces: (db) => uidOf(unit(db, { name: 'Blank ' })),
  orgunits_openingdate_gt_closeddate: (db) => uidOf(unit(db, { closeddate: '2019-12-31' })),
  orgunits_multiple_spaces: (db) => uidOf(unit(db, { shortname: 'Two  blanks' })),
  orgunits_multiple_roots: (db) => uidOf(unit(db, { parentid: null })),
  orgunits_orphaned: (db) => uidOf(unit(db, { parentid: null })),
  orgunits_no_coordinates: (db) => uidOf(unit(db)),
  organisation_units_violating_exclusive_group_sets: async (db) => {
    const [set, member] = [await unitGroupSet(db), await unit(db)];
    await unitGroup(db, set, member);
    await unitGroup(db, set, member);
    return member.uid;
  },
  orgunits_same_name_and_parent: async (db) => {
    await unit(db, { name: 'Old Town' });
    return await uidOf(unit(db, { name: 'OLDTOWN' }));
  },
  organisation_units_without_groups: (db) => uidOf(unit(db)),
  options_sets_empty: (db) => uidOf(makeRow(db, 'optionset', { valuetype: 'TEXT' })),
  options_sets_unused: (db) => uidOf(makeRow(db, 'optionset', { valuetype: 'TEXT' })),
  option_sets_wrong_sort_order: async (db) => {
    const set = await makeRow(db, 'optionset', { valuetype: 'TEXT' });
    for (const order of [1, 2, 4])
      await makeRow(db, 'optionvalue', { code: `c${order}`, optionsetid: set.id, sort_order: order });
    return set.uid;
  },
  option_groups_empty: (db) => uidOf(makeRow(db, 'optiongroup')),
  programs_custom_data_entry_forms_empty: async (db) =>
    await uidOf(program(db, { dataentryformid: (await emptyForm(db)).id })),
  program_stages_no_programs: (db) => uidOf(stage(db)),
  programs_inconsistent_tracked_entity_type: (db) => uidOf(program(db, { type: 'WITH_REGISTRATION' })),
  tracker_associate_is_deprecated: (db) => uidOf(element(db, { valuetype: 'TRACKER_ASSOCIATE' })),
  program_indicators_without_expression: (db) => uidOf(programIndicator(db)),
  program_rules_no_action: (db) => uidOf(rule(db)),
  program_rules_without_condition: (db) => uidOf(rule(db, { rulecondition: '' })),
  program_rules_message_no_template: async (db) => {
    const made = await rule(db);
    await makeRow(db, 'programruleaction', { programruleid: made.id, actiontype: 'SENDMESSAGE' });
    return made.uid;
  },
  program_rules_no_priority: (db) => uidOf(rule(db, { priority: null })),
  program_rules_inconsistent_program_program_stage: async (db) =>
    await uidOf(rule(db, { programstageid: (await stage(db, { programid: (await program(db)).id })).id })),
  single_events_null_occurred_date: async (db) => {
    const { rows } = await sql<{ uid: string }>`
      update event set occurreddate = null
      where eventid = (
        select min(event.eventid) from event
        join programstage using (programstageid) join program using (programid)
        where program.type = 'WITHOUT_REGISTRATION' and not event.deleted
      )
      returning uid
    `.execute(db);
    return rows[0]?.uid ?? '';
  },
  tracked_entity_attribute_null_value: async (db) => {
    const { rows } = await sql<{ uid: string }>`
      update trackedentityattributevalue as stored set value = '' from trackedentity as entity
      where entity.trackedentityid = stored.trackedentityid and entity.trackedentityid = (
        select min(trackedentityid) from trackedentityattributevalue
      )
      returning entity.uid
    `.execute(db);
    return rows[0]?.uid ?? '';
  },
  visualizations_not_viewed_one_year: (db) =>
    old(db, 'visualization', { type: 'COLUMN', fixcolumnheaders: false, fixrowheaders: false }),
  maps_not_viewed_one_year: (db) => old(db, 'map'),
  dashboards_not_viewed_one_year: (db) => old(db, 'dashboard', { restrictfilters: false }),
  dashboards_no_items: (db) => uidOf(makeRow(db, 'dashboard', { restrictfilters: false })),
  push_analysis_no_recipients: async (db) =>
    await uidOf(
      makeRow(db, 'pushanalysis', {
        enabled: true,
        dashboard: (await makeRow(db, 'dashboard', { restrictfilters: false })).id,
      }),
    ),
  visualizations_wrong_sort_order: async (db) => {
    const { rows } = await sql<{ id: number }>`
      insert into datadimensionitem (datadimensionitemid, dataelementid)
      select nextval('hibernate_sequence'), min(dataelementid) from dataelement returning datadimensionitemid as id
    `.execute(db);
    const made = await visualization(db);
    await link(db, 'visualization_datadimensionitems', {
      visualizationid: made.id,
      datadimensionitemid: rows[0]?.id,
      sort_order: 1,
    });
    return made.uid;
  },
  data_elements_aggregate_no_analysis: (db) => uidOf(element(db)),
  data_elements_aggregate_no_groups: (db) => uidOf(element(db)),
  data_elements_aggregate_abandoned: async (db) => {
    const { uid } = await element(db);
    await sql`update dataelement set lastupdated = localtimestamp - interval '101 days' where uid = ${uid}`.execute(db);
    return uid;
  },
  data_elements_aggregate_no_data: (db) => uidOf(element(db)),
  data_elements_aggregate_with_different_period_types: async (db) => {
    const made = await element(db);
    const { rows } = await sql<{ id: number }>`select periodtypeid as id from periodtype limit 2`.execute(db);
    for (const { id } of rows)
      await sql`
        insert into datasetelement (datasetelementid, datasetid, dataelementid)
        values (nextval('hibernate_sequence'), ${(await dataSet(db, { periodtypeid: id })).id}, ${made.id})
      `.execute(db);
    return made.uid;
  },
  data_elements_without_datasets: (db) => uidOf(element(db)),
  data_elements_cannot_aggregate_operator_not_none: (db) => uidOf(element(db, { valuetype: 'TEXT' })),
  data_elements_can_aggregate_with_none_operator: (db) => uidOf(element(db, { aggregationtype: 'NONE' })),
  data_elements_violating_exclusive_group_sets: async (db) => {
    const made = await element(db);
    const set = await makeRow(db, 'dataelementgroupset', { datadimension: true });
    for (const order of [1, 2]) {
      const group = await makeRow(db, 'dataelementgroup');
      await link(db, 'dataelementgroupmembers', { dataelementid: made.id, dataelementgroupid: group.id });
      await link(db, 'dataelementgroupsetmembers', {
        dataelementgroupsetid: set.id,
        dataelementgroupid: group.id,
        sort_order: order,
      });
    }
    return made.uid;
  },
  indicators_not_grouped: (db) => uidOf(indicator(db)),
  indicator_no_analysis: (db) => uidOf(indicator(db)),
  indicator_types_duplicated: async (db) => {
    await makeRow(db, 'indicatortype', { indicatorfactor: 4711 });
    return await uidOf(makeRow(db, 'indicatortype', { indicatorfactor: 4711 }));
  },
  indicators_violating_exclusive_group_sets: async (db) => {
    const made = await indicator(db);
    const set = await makeRow(db, 'indicatorgroupset');
    for (const order of [1, 2]) {
      const group = await makeRow(db, 'indicatorgroup');
      await link(db, 'indicatorgroupmembers', { indicatorid: made.id, indicatorgroupid: group.id });
      await link(db, 'indicatorgroupsetmembers', {
        indicatorgroupsetid: set.id,
        indicatorgroupid: group.id,
        sort_order: order,
      });
    }
    return made.uid;
  },
  indicators_duplicated_terms: async (db) => {
    await indicator(db, { numerator: '#{aaaaaaaaaaa} + #{bbbbbbbbbbb}', denominator: '7' });
    return await uidOf(indicator(db, { numerator: '#{bbbbbbbbbbb}+#{aaaaaaaaaaa}', denominator: '7' }));
  },
  indicators_exact_duplicates: async (db) => {
    await indicator(db, { numerator: '4711 + 1' });
    return await uidOf(indicator(db, { numerator: '4711+1' }));
  },
  periods_same_start_date_period_type: async (db) => {
    await period(db, '2001-02-01', '2001-02-28');
    await period(db, '2001-02-01', '2001-02-27');
    return 'Monthly';
  },
  periods_3y_future: async (db) => {
    await period(db, '2199-01-01', '2199-01-31');
    return 'Monthly 2199-01-01/2199-01-31';
  },
  periods_distant_past: async (db) => {
    await period(db, '1901-01-01', '1901-01-31');
    return 'Monthly 1901-01-01/1901-01-31';
  },
  validation_rules_missing_value_strategy_null: async (db) => {
    await sql`alter table expression alter column missingvaluestrategy drop not null`.execute(db);
    const made = await validationRule(db);
    await sql`
      update expression set missingvaluestrategy = null
      where expressionid = (select leftexpressionid from validationrule where uid = ${made.uid})
    `.execute(db);
    return made.uid;
  },
  validation_rules_without_groups: (db) => uidOf(validationRule(db)),
  data_element_groups_scarce: (db) => uidOf(makeRow(db, 'dataelementgroup')),
  indicator_groups_scarce: (db) => uidOf(makeRow(db, 'indicatorgroup')),
  program_indicator_groups_scarce: (db) => uidOf(makeRow(db, 'programindicatorgroup')),
  indicator_group_sets_scarce: (db) => uidOf(makeRow(db, 'indicatorgroupset')),
  validation_rule_groups_scarce: (db) => uidOf(makeRow(db, 'validationrulegroup')),
  orgunit_groups_scarce: (db) => uidOf(makeRow(db, 'orgunitgroup')),
  category_option_groups_scarce: (db) => uidOf(makeRow(db, 'categoryoptiongroup')),
  category_option_group_sets_scarce: (db) => uidOf(makeRow(db, 'categoryoptiongroupset', { datadimension: false })),
  user_groups_scarce: (db) => uidOf(makeRow(db, 'usergroup')),
  users_capture_ou_not_in_data_view_ou: captureOutside('userdatavieworgunits'),
  users_capture_ou_not_in_tei_search_ou: captureOutside('userteisearchorgunits'),
  users_with_no_user_role: (db) => uidOf(user(db)),
  users_with_no_organisation_units: (db) => uidOf(user(db)),
  user_roles_no_authorities: (db) => uidOf(makeRow(db, 'userrole')),
  user_roles_with_no_users: (db) => uidOf(makeRow(db, 'userrole')),
  users_with_invalid_usernames: (db) => uidOf(user(db, { username: '_ada_bell' })),
  users_with_all_authority: (db) => uidOf(userWith(db, 'ALL')),
  data_elements_in_data_set_not_in_form: async (db) => {
    const form = await makeRow(db, 'dataentryform', { htmlcode: '<p>nothing to enter</p>' });
    const made = await dataSet(db, { dataentryform: form.id });
    await sql`
      insert into datasetelement (datasetelementid, datasetid, dataelementid)
      values (nextval('hibernate_sequence'), ${made.id}, ${(await element(db)).id})
    `.execute(db);
    return made.uid;
  },
  org_units_with_cyclic_references: async (db) => {
    const [one, other] = [await unit(db), await unit(db)];
    // Writing paths refuses such a hierarchy, but it may have been there before.
    await sql`alter table public.organisationunit disable trigger user`.execute(db);
    await sql`update organisationunit set parentid = ${other.id} where organisationunitid = ${one.id}`.execute(db);
    await sql`update organisationunit set parentid = ${one.id} where organisationunitid = ${other.id}`.execute(db);
    return other.uid;
  },
  program_rule_variables_without_data_element: (db) => withVariable(db, 'DATAELEMENT_CURRENT_EVENT'),
  program_rule_variables_without_attribute: (db) => withVariable(db, 'TEI_ATTRIBUTE'),
  program_rule_actions_without_data_object: (db) => withAction(db, 'HIDEFIELD'),
  program_rule_actions_without_notification: (db) => withAction(db, 'SCHEDULEMESSAGE'),
  program_rule_actions_without_section: (db) => withAction(db, 'HIDESECTION'),
  program_rule_actions_without_stage_id: (db) => withAction(db, 'HIDEPROGRAMSTAGE'),
  file_resources_no_icon: (db) =>
    uidOf(
      makeRow(db, 'fileresource', {
        contenttype: 'image/png',
        contentlength: 1,
        contentmd5: '0',
        storagekey: 'icon/none',
        isassigned: false,
        domain: 'ICON',
      }),
    ),
  users_with_app_hub_authority: (db) => uidOf(userWith(db, 'M_dhis-web-app-management')),
};
