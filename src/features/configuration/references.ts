/** An object that the configuration refers to: one definition gives a property of `/api/configuration` and its three routes. */
export interface ConfigurationReference {
  /** Name on the wire. */
  readonly name: string;
  /** Column of `configuration`. */
  readonly column: string;
  /** The table that it refers to, and that table's key. */
  readonly table: string;
  readonly key: string;
  /** The peer's class name, for messages. */
  readonly className: string;
}

const userGroup = { table: 'usergroup', key: 'usergroupid', className: 'UserGroup' };
const level = { table: 'orgunitlevel', key: 'orgunitlevelid', className: 'OrganisationUnitLevel' };

/** Columns as in schema-tables.md, `configuration`. */
export const REFERENCES: readonly ConfigurationReference[] = [
  { name: 'feedbackRecipients', column: 'feedbackrecipientsid', ...userGroup },
  { name: 'systemUpdateNotificationRecipients', column: 'systemupdatenotificationrecipientsid', ...userGroup },
  { name: 'offlineOrganisationUnitLevel', column: 'offlineorgunitlevelid', ...level },
  { name: 'facilityOrgUnitLevel', column: 'facilityorgunitlevel', ...level },
  {
    name: 'facilityOrgUnitGroupSet',
    column: 'facilityorgunitgroupset',
    table: 'orgunitgroupset',
    key: 'orgunitgroupsetid',
    className: 'OrganisationUnitGroupSet',
  },
  {
    name: 'infrastructuralIndicators',
    column: 'infrastructuralindicatorsid',
    table: 'indicatorgroup',
    key: 'indicatorgroupid',
    className: 'IndicatorGroup',
  },
  {
    name: 'infrastructuralDataElements',
    column: 'infrastructuraldataelementsid',
    table: 'dataelementgroup',
    key: 'dataelementgroupid',
    className: 'DataElementGroup',
  },
  {
    name: 'selfRegistrationRole',
    column: 'selfregistrationrole',
    table: 'userrole',
    key: 'userroleid',
    className: 'UserRole',
  },
  {
    name: 'selfRegistrationOrgUnit',
    column: 'selfregistrationorgunit',
    table: 'organisationunit',
    key: 'organisationunitid',
    className: 'OrganisationUnit',
  },
];
