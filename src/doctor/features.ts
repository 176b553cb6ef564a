/** What a part of Orderly needs of a DHIS2's database (contract: schema.md §1.5), in the names of 2.42. */
export interface Feature {
  readonly name: string;
  /** Without it Orderly does not start. */
  readonly isEssential?: true;
  readonly reads?: Readonly<Record<string, string>>;
  /** Reads also whatever there is of a kind: every table that Orderly knows, or analytics and resource tables. */
  readonly readsAll?: 'known tables' | 'generated tables';
  /** Rights beyond reading, by table. Rows that go are locked first, for which PostgreSQL asks the right to update. */
  readonly changes?: Readonly<Record<string, string>>;
  /** The same of tables that not every database has; empty for reading alone. */
  readonly whereThere?: Readonly<Record<string, string>>;
  /** Tables of which rows go only if nothing refers to them: it reads all that do, also those that only this database has. */
  readonly asksWhoRefersTo?: string;
  /** Sequences from which it takes ids. */
  readonly draws?: string;
  /** Makes schemas of its own, or tables in `public`, which DHIS2 reads there, or views there as the role of SQL views. */
  readonly makes?: 'schemas' | 'generated tables' | 'SQL views';
  /** Works without them, and less well. */
  readonly wants?: readonly Want[];
}

export type Want = 'activity' | 'postgis';

const NAMED = 'uid code name created lastupdated';

const DATA_VALUE =
  'dataelementid periodid sourceid categoryoptioncomboid attributeoptioncomboid value storedby created lastupdated comment followup deleted';
const EVENT =
  'eventid uid enrollmentid programstageid organisationunitid attributeoptioncomboid status occurreddate scheduleddate completeddate deleted created lastupdated eventdatavalues geometry';
const ENROLLMENT =
  'enrollmentid uid trackedentityid programid organisationunitid status enrollmentdate occurreddate completeddate deleted created lastupdated';
const TRACKED_ENTITY =
  'trackedentityid uid trackedentitytypeid organisationunitid deleted created lastupdated inactive';

const HIERARCHY = {
  organisationunit: `organisationunitid ${NAMED} parentid path hierarchylevel openingdate closeddate geometry`,
  orgunitlevel: 'orgunitlevelid uid level name',
};
const PERIODS = { period: 'periodid periodtypeid startdate enddate', periodtype: 'periodtypeid name' };
const CATEGORIES = {
  category: `categoryid ${NAMED} datadimension`,
  categoryoption: `categoryoptionid ${NAMED} startdate enddate`,
  categorycombo: `categorycomboid ${NAMED} skiptotal`,
  categoryoptioncombo: 'categoryoptioncomboid uid code name ignoreapproval',
  categories_categoryoptions: 'categoryid categoryoptionid sort_order',
  categorycombos_categories: 'categorycomboid categoryid sort_order',
  categorycombos_optioncombos: 'categorycomboid categoryoptioncomboid',
  categoryoptioncombos_categoryoptions: 'categoryoptioncomboid categoryoptionid',
};
const GROUPS = {
  orgunitgroup: `orgunitgroupid ${NAMED}`,
  orgunitgroupmembers: 'orgunitgroupid organisationunitid',
  orgunitgroupset: `orgunitgroupsetid ${NAMED} datadimension`,
  orgunitgroupsetmembers: 'orgunitgroupsetid orgunitgroupid',
  dataelementgroup: `dataelementgroupid ${NAMED}`,
  dataelementgroupmembers: 'dataelementgroupid dataelementid',
  dataelementgroupset: `dataelementgroupsetid ${NAMED} datadimension`,
  dataelementgroupsetmembers: 'dataelementgroupsetid dataelementgroupid',
  indicatorgroup: `indicatorgroupid ${NAMED}`,
  indicatorgroupset: `indicatorgroupsetid ${NAMED}`,
};
const AGGREGATE = {
  dataelement: `dataelementid ${NAMED} valuetype domaintype aggregationtype categorycomboid zeroissignificant optionsetid`,
  dataset: `datasetid ${NAMED} periodtypeid categorycomboid expirydays timelydays openfutureperiods workflowid`,
  datasetelement: 'datasetid dataelementid categorycomboid',
  datasetsource: 'datasetid sourceid',
  indicator: `indicatorid ${NAMED} numerator denominator indicatortypeid annualized`,
  indicatortype: 'indicatortypeid uid name indicatorfactor',
};
const PROGRAMS = {
  program: `programid ${NAMED} type trackedentitytypeid categorycomboid`,
  programstage: `programstageid ${NAMED} programid`,
  programstagedataelement: 'programstageid dataelementid skipanalytics',
  program_attributes: 'programid trackedentityattributeid',
  trackedentitytype: 'trackedentitytypeid uid name',
  trackedentitytypeattribute: 'trackedentitytypeid trackedentityattributeid',
  trackedentityattribute: 'trackedentityattributeid uid name valuetype optionsetid',
};
const TRACKER = {
  event: EVENT,
  enrollment: ENROLLMENT,
  trackedentity: TRACKED_ENTITY,
  trackedentityattributevalue: 'trackedentityid trackedentityattributeid value created lastupdated',
};

/** In the order in which a person thinks of them. */
export const FEATURES: readonly Feature[] = [
  {
    name: 'Own tables: runs, schedules, sessions',
    isEssential: true,
    makes: 'schemas',
    draws: 'hibernate_sequence',
    wants: ['activity'],
  },
  {
    name: 'Log-in of DHIS2’s users',
    isEssential: true,
    reads: {
      userinfo:
        'userinfoid uid username password firstname surname disabled externalauth invitation accountexpiry passwordlastupdated secret',
      userrole: 'userroleid uid name',
      userrolemembers: 'userroleid userid',
      userroleauthorities: 'userroleid authority',
      usergroup: 'usergroupid uid name',
      usergroupmembers: 'usergroupid userid',
      usermembership: 'userinfoid organisationunitid',
      userdatavieworgunits: 'userinfoid organisationunitid',
      userteisearchorgunits: 'userinfoid organisationunitid',
      api_token: 'uid createdby key type expire attributes',
      systemsetting: 'systemsettingid name value',
      usersetting: 'userinfoid name value',
    },
    whereThere: { flyway_schema_history: '' },
  },
  {
    name: 'Metadata',
    reads: { ...HIERARCHY, ...PERIODS, ...CATEGORIES, ...GROUPS, ...AGGREGATE, ...PROGRAMS },
    readsAll: 'known tables',
  },
  {
    name: 'Tracker reading',
    reads: TRACKER,
    readsAll: 'known tables',
    // who sees a tracked entity is noted where its type has an audit log
    changes: { trackedentityaudit: 'insert' },
    draws: 'trackedentityinstanceaudit_sequence',
  },
  {
    name: 'Data summary and statistics',
    reads: {
      ...TRACKER,
      datavalue: 'deleted created lastupdated',
      datastatistics: 'statisticsid created',
      datastatisticsevent: 'eventid eventtype timestamp username favoriteuid',
      visualization: NAMED,
      eventvisualization: NAMED,
      map: NAMED,
      dashboard: NAMED,
      validationrule: NAMED,
    },
    readsAll: 'known tables',
    changes: { datastatistics: 'insert', datastatisticsevent: 'insert' },
    draws: 'hibernate_sequence',
  },
  {
    name: 'Data integrity',
    reads: { ...HIERARCHY, ...PERIODS, ...CATEGORIES, ...GROUPS, ...AGGREGATE, ...PROGRAMS, validationrule: NAMED },
    readsAll: 'known tables',
  },
  {
    name: 'Validation results',
    reads: { ...HIERARCHY, ...PERIODS, ...CATEGORIES, datavalue: DATA_VALUE, validationrule: NAMED },
    changes: { validationresult: 'insert update delete' },
    draws: 'hibernate_sequence',
  },
  {
    name: 'Maintenance: tracker',
    reads: TRACKER,
    changes: {
      event: 'update delete',
      enrollment: 'update delete',
      trackedentity: 'update delete',
      trackedentityattributevalue: 'delete',
      relationship: 'update delete',
      relationshipitem: 'delete',
      event_notes: 'delete',
      enrollment_notes: 'delete',
      note: 'delete',
      programmessage: 'delete',
      programnotificationinstance: 'delete',
      trackedentitydatavalueaudit: 'delete',
      trackedentityattributevalueaudit: 'delete',
      trackedentityprogramowner: 'delete',
      programtempowner: 'delete',
      programtempownershipaudit: 'delete',
      programownershiphistory: 'delete',
      programmessage_deliverychannels: 'delete',
      programmessage_emailaddresses: 'delete',
      programmessage_phonenumbers: 'delete',
      audit: 'insert',
    },
    asksWhoRefersTo: 'event enrollment trackedentity relationship relationshipitem note',
    draws: 'audit_auditid_seq',
    whereThere: {
      eventchangelog: 'delete',
      trackedentitychangelog: 'delete',
      programinstance_messageconversation: 'delete',
      programstageinstance_messageconversation: 'delete',
    },
  },
  {
    name: 'Maintenance: data values and periods',
    reads: { ...PERIODS, datavalue: DATA_VALUE, dataelement: 'dataelementid aggregationtype zeroissignificant' },
    changes: {
      datavalue: 'delete',
      datavalueaudit: 'delete',
      completedatasetregistration: 'delete',
      dataapproval: 'delete',
      dataapprovalaudit: 'delete',
      period: 'update delete',
    },
    asksWhoRefersTo: 'period',
  },
  {
    name: 'Maintenance: categories, paths, invitations',
    reads: { ...HIERARCHY, ...CATEGORIES },
    changes: {
      organisationunit: 'update',
      categoryoptioncombo: 'insert update delete',
      categorycombos_optioncombos: 'insert delete',
      categoryoptioncombos_categoryoptions: 'insert delete',
      minmaxdataelement: 'delete',
      userinfo: 'update delete',
      // Whose invitation has expired goes with what is only theirs.
      userrole: 'update',
      usergroup: 'update',
      interpretation: 'update',
      messageconversation_usermessages: 'delete',
      usermessage: 'delete',
      usersetting: 'delete',
      userapps: 'delete',
      userkeyjsonvalue: 'delete',
      previouspasswords: 'delete',
      api_token: 'delete',
      dashboarditem_users: 'delete',
      userrolemembers: 'delete',
      usergroupmembers: 'delete',
      usermembership: 'delete',
      userdatavieworgunits: 'delete',
      userteisearchorgunits: 'delete',
      users_catdimensionconstraints: 'delete',
      users_cogsdimensionconstraints: 'delete',
      deletedobject: 'insert update',
    },
    asksWhoRefersTo: 'userinfo categoryoptioncombo',
    draws: 'hibernate_sequence deletedobject_sequence',
  },
  {
    name: 'SQL views',
    reads: { sqlview: 'sqlviewid uid name sqlquery type' },
    makes: 'SQL views',
  },
  {
    name: 'Resource tables',
    reads: { ...HIERARCHY, ...PERIODS, ...CATEGORIES, ...GROUPS, ...AGGREGATE },
    makes: 'generated tables',
  },
  {
    name: 'Analytics tables: aggregate',
    reads: {
      ...HIERARCHY,
      ...PERIODS,
      ...CATEGORIES,
      ...AGGREGATE,
      datavalue: DATA_VALUE,
      completedatasetregistration: 'datasetid periodid sourceid attributeoptioncomboid date completed',
      validationresult:
        'validationresultid validationruleid periodid organisationunitid attributeoptioncomboid created',
      dataapproval: 'dataapprovallevelid workflowid periodid organisationunitid attributeoptioncomboid',
    },
    makes: 'generated tables',
  },
  {
    name: 'Analytics tables: programs',
    reads: {
      ...HIERARCHY,
      ...PROGRAMS,
      ...TRACKER,
      programownershiphistory: 'programid trackedentityid organisationunitid startdate enddate',
      trackedentityprogramowner: 'trackedentityid programid organisationunitid',
    },
    makes: 'generated tables',
    wants: ['postgis'],
  },
  {
    name: 'Last runs in DHIS2’s settings',
    reads: { systemsetting: 'systemsettingid name value' },
    changes: { systemsetting: 'insert update' },
    draws: 'hibernate_sequence',
  },
  {
    name: 'Analytics queries',
    reads: { ...HIERARCHY, ...PERIODS, ...CATEGORIES, ...GROUPS, ...AGGREGATE },
    readsAll: 'generated tables',
  },
  { name: 'Roll-ups', readsAll: 'generated tables', makes: 'schemas' },
  {
    name: 'Import of data values (off unless wanted)',
    reads: {
      ...HIERARCHY,
      ...PERIODS,
      ...CATEGORIES,
      ...AGGREGATE,
      lockexception: 'organisationunitid periodid datasetid',
    },
    changes: {
      datavalue: 'insert update delete',
      datavalueaudit: 'insert',
      period: 'insert',
      completedatasetregistration: 'insert update delete',
    },
    draws: 'hibernate_sequence datavalueaudit_sequence',
  },
];
