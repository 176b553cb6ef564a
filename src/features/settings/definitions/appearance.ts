import { choice, flag, text } from '../definition.js';

/** What the interface looks like and says (contract: system.md §10). */
export const appearanceSettings = {
  applicationTitle: text('DHIS 2'),
  keyApplicationIntro: text(''),
  keyApplicationNotification: text(''),
  keyApplicationFooter: text(''),
  keyApplicationRightFooter: text(''),
  loginPopup: text(''),
  helpPageLink: text('https://docs.dhis2.org'),
  keyCalendar: text('iso8601'),
  keyDateFormat: choice('yyyy-MM-dd', 'yyyy-MM-dd', 'dd-MM-yyyy'),
  keyUiLocale: text('en'),
  keyDbLocale: text('en'),
  keyAnalysisDisplayProperty: choice('name', 'name', 'shortName'),
  keyStyle: text('light_blue/light_blue.css'),
  keyFlag: text('dhis2'),
  startModule: text('dashboard'),
  keyTrackerDashboardLayout: text(''),
  keyUseCustomLogoFront: flag(false),
  keySelfRegistrationNoRecaptcha: flag(false),
  keyAccountRecovery: flag(false),
};
