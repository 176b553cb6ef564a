-- [standalone]
-- Rows that every installation has. Ids below 1000 are theirs; the sequence starts above.

insert into periodtype (periodtypeid, name) values
  (1, 'Daily'),
  (2, 'Weekly'),
  (3, 'WeeklyWednesday'),
  (4, 'WeeklyThursday'),
  (5, 'WeeklySaturday'),
  (6, 'WeeklySunday'),
  (7, 'BiWeekly'),
  (8, 'Monthly'),
  (9, 'BiMonthly'),
  (10, 'Quarterly'),
  (11, 'QuarterlyNov'),
  (12, 'SixMonthly'),
  (13, 'SixMonthlyApril'),
  (14, 'SixMonthlyNov'),
  (15, 'Yearly'),
  (16, 'FinancialApril'),
  (17, 'FinancialJuly'),
  (18, 'FinancialSep'),
  (19, 'FinancialOct'),
  (20, 'FinancialNov');

-- The default category model, with the uids that DHIS2 gives it everywhere.
insert into categoryoption (categoryoptionid, uid, code, created, lastupdated, name, shortname, publicaccess, sharing)
values (21, 'xYerKDKCefk', 'default', localtimestamp, localtimestamp, 'default', 'default', 'rwrw----', '{"public": "rwrw----", "users": {}, "userGroups": {}}');
insert into category (categoryid, uid, code, created, lastupdated, name, shortname, datadimensiontype, datadimension, publicaccess, sharing)
values (22, 'GLevLNI9wkl', 'default', localtimestamp, localtimestamp, 'default', 'default', 'DISAGGREGATION', false, 'rw------', '{"public": "rw------", "users": {}, "userGroups": {}}');
insert into categorycombo (categorycomboid, uid, code, created, lastupdated, name, datadimensiontype, skiptotal, publicaccess, sharing)
values (23, 'bjDvmb4bfuf', 'default', localtimestamp, localtimestamp, 'default', 'DISAGGREGATION', false, 'rw------', '{"public": "rw------", "users": {}, "userGroups": {}}');
insert into categoryoptioncombo (categoryoptioncomboid, uid, code, created, lastupdated, name, ignoreapproval)
values (24, 'HllvX50cXC0', 'default', localtimestamp, localtimestamp, 'default', false);
insert into categories_categoryoptions (categoryid, sort_order, categoryoptionid) values (22, 1, 21);
insert into categorycombos_categories (categoryid, sort_order, categorycomboid) values (22, 1, 23);
insert into categorycombos_optioncombos (categoryoptioncomboid, categorycomboid) values (24, 23);
insert into categoryoptioncombos_categoryoptions (categoryoptioncomboid, categoryoptionid) values (24, 21);

insert into configuration (configurationid, systemid) values (25, gen_random_uuid()::text);

-- The first user. The password is no hash, so nobody can log in before the server has set one.
insert into userinfo (userinfoid, uid, created, lastupdated, surname, firstname, username, password, uuid, externalauth, selfregistered, invitation, disabled)
values (26, 'M5zQapPyTZI', localtimestamp, localtimestamp, 'admin', 'admin', 'admin', '!', gen_random_uuid(), false, false, false, false);
insert into userrole (userroleid, uid, code, created, lastupdated, name, description)
values (27, 'yrB6vc5Ip3r', 'Superuser', localtimestamp, localtimestamp, 'Superuser', 'Superuser');
insert into userrolemembers (userroleid, userid) values (27, 26);
insert into userroleauthorities (userroleid, authority) values
  (27, 'ALL'),
  (27, 'F_AGGREGATES_MANAGE'),
  (27, 'F_AGGREGATES_VIEW'),
  (27, 'F_DATAVALUE_ADD'),
  (27, 'F_EDIT_EXPIRED'),
  (27, 'F_ENROLLMENT_CASCADE_DELETE'),
  (27, 'F_GENERATE_MIN_MAX_VALUES'),
  (27, 'F_IMPERSONATE_USER'),
  (27, 'F_INSERT_CUSTOM_JS_CSS'),
  (27, 'F_JOB_LOG_READ'),
  (27, 'F_LOCALE_ADD'),
  (27, 'F_LOCALE_DELETE'),
  (27, 'F_METADATA_EXPORT'),
  (27, 'F_MINMAX_DATAELEMENT_ADD'),
  (27, 'F_PERFORM_ANALYTICS_EXPLAIN'),
  (27, 'F_PERFORM_MAINTENANCE'),
  (27, 'F_PREVIOUS_IMPERSONATOR_AUTHORITY'),
  (27, 'F_RUN_VALIDATION'),
  (27, 'F_SCHEDULING_ADMIN'),
  (27, 'F_SKIP_DATA_IMPORT_AUDIT'),
  (27, 'F_SQLVIEW_DELETE'),
  (27, 'F_SQLVIEW_PRIVATE_ADD'),
  (27, 'F_SQLVIEW_PUBLIC_ADD'),
  (27, 'F_SYSTEM_SETTING'),
  (27, 'F_TEI_CASCADE_DELETE'),
  (27, 'F_VIEW_EVENT_ANALYTICS'),
  (27, 'F_VIEW_SERVER_INFO'),
  (27, 'F_VIEW_UNAPPROVED_DATA'),
  (27, 'M_dhis-web-app-management');

-- Languages of the interface and of translations.
insert into i18nlocale (i18nlocaleid, uid, created, lastupdated, name, locale) values
  (100, 'OhbVrpoiVgR', localtimestamp, localtimestamp, 'Arabic', 'ar'),
  (101, 'V5IfLBcbfno', localtimestamp, localtimestamp, 'Arabic (Egypt)', 'ar_EG'),
  (102, 'GMbJmTPSIAo', localtimestamp, localtimestamp, 'Arabic (Iraq)', 'ar_IQ'),
  (103, 'CLrZ3aWZkSB', localtimestamp, localtimestamp, 'Arabic (Sudan)', 'ar_SD'),
  (104, 'vrjn9Wvgfyg', localtimestamp, localtimestamp, 'Bislama', 'bi'),
  (105, 'w2wMqZcUDIh', localtimestamp, localtimestamp, 'Bangla', 'bn'),
  (106, 'yfJs1ON43xK', localtimestamp, localtimestamp, 'Central Kurdish', 'ckb'),
  (107, 'mTecQoXsf2o', localtimestamp, localtimestamp, 'Czech', 'cs'),
  (108, 'gyrDO1xkxwn', localtimestamp, localtimestamp, 'Danish', 'da'),
  (109, 'QrS7RPeMOkI', localtimestamp, localtimestamp, 'English', 'en'),
  (110, 'UpkDyr7OSJo', localtimestamp, localtimestamp, 'Spanish', 'es'),
  (111, 'Ru1XXdo0cZu', localtimestamp, localtimestamp, 'Spanish (Latin America)', 'es_419'),
  (112, 'zren68K4Tun', localtimestamp, localtimestamp, 'French', 'fr'),
  (113, 'PFz46PDjqip', localtimestamp, localtimestamp, 'Indonesian', 'id'),
  (114, 'VJIqVLB5Lzx', localtimestamp, localtimestamp, 'Indonesian (Indonesia)', 'in_ID'),
  (115, 'oiGFfWd3hjO', localtimestamp, localtimestamp, 'Khmer', 'km'),
  (116, 'kYRBMeyyMDH', localtimestamp, localtimestamp, 'Lao', 'lo'),
  (117, 'qJ38aRUhR4I', localtimestamp, localtimestamp, 'Mongolian', 'mn'),
  (118, 'WrXPvhsBkDa', localtimestamp, localtimestamp, 'Burmese', 'my'),
  (119, 'U4UqGWlG6g3', localtimestamp, localtimestamp, 'Norwegian Bokmål', 'nb'),
  (120, 'Ot1OGMmjxWk', localtimestamp, localtimestamp, 'Nepali', 'ne'),
  (121, 'I9X7H6aMuFb', localtimestamp, localtimestamp, 'Dutch', 'nl'),
  (122, 'h7x41Ztpdp4', localtimestamp, localtimestamp, 'Odia', 'or'),
  (123, 'K8ffUF0eWIX', localtimestamp, localtimestamp, 'Dari', 'prs'),
  (124, 'iiQE8JkqH3M', localtimestamp, localtimestamp, 'Pashto', 'ps'),
  (125, 'B9n7IWUSmTt', localtimestamp, localtimestamp, 'Portuguese', 'pt'),
  (126, 'zQPxC5HChpo', localtimestamp, localtimestamp, 'Portuguese (Brazil)', 'pt_BR'),
  (127, 'evbLJoLoaeT', localtimestamp, localtimestamp, 'Romanian', 'ro'),
  (128, 'Odoe5c3veGp', localtimestamp, localtimestamp, 'Russian', 'ru'),
  (129, 'rQFnIiU74KK', localtimestamp, localtimestamp, 'Kinyarwanda', 'rw'),
  (130, 'EpYEZAmggQB', localtimestamp, localtimestamp, 'Sinhala', 'si'),
  (131, 'wBAD3UdRPPg', localtimestamp, localtimestamp, 'Swedish', 'sv'),
  (132, 'dzUvZ3gpmmI', localtimestamp, localtimestamp, 'Tetum', 'tet'),
  (133, 'CiBlrDp37eC', localtimestamp, localtimestamp, 'Tajik', 'tg'),
  (134, 'Z32JgdPI1af', localtimestamp, localtimestamp, 'Ukrainian', 'uk'),
  (135, 'W2pkAFEn3z5', localtimestamp, localtimestamp, 'Urdu', 'ur'),
  (136, 'dkyayq7YYDs', localtimestamp, localtimestamp, 'Uzbek (Cyrillic)', 'uz_UZ_Cyrl'),
  (137, 'BS9UYJQTFjm', localtimestamp, localtimestamp, 'Uzbek (Latin)', 'uz_UZ_Latn'),
  (138, 'sn9dLVIdVud', localtimestamp, localtimestamp, 'Vietnamese', 'vi'),
  (139, 'dLEG62Hkd9G', localtimestamp, localtimestamp, 'Chinese', 'zh'),
  (140, 'f2leMeR3pzh', localtimestamp, localtimestamp, 'Chinese (China)', 'zh_CN');
-- [/standalone]
