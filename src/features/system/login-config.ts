import type { Db } from '../../database/index.js';
import type { ApiServer } from '../../http/index.js';
import { readSettings } from '../settings/index.js';

/** `GET /api/loginConfig`: what a login page must know before anybody is logged in (contract: system.md §12). */
export function loginConfigRoute(api: ApiServer, db: Db): void {
  api.get('/loginConfig', { config: { anonymous: true } }, async () => {
    const settings = await readSettings(db);
    return {
      apiVersion: '2.42.0',
      applicationTitle: settings.applicationTitle,
      applicationDescription: settings.keyApplicationIntro,
      applicationNotification: settings.keyApplicationNotification,
      applicationLeftSideFooter: settings.keyApplicationFooter,
      applicationRightSideFooter: settings.keyApplicationRightFooter,
      countryFlag: settings.keyFlag,
      uiLocale: settings.keyUiLocale,
      loginPopup: settings.loginPopup,
      loginPageLayout: 'DEFAULT',
      minPasswordLength: '8',
      maxPasswordLength: '72',
      emailConfigured: settings.keyEmailHostName !== '' && settings.keyEmailUsername !== '',
      selfRegistrationEnabled: false,
      selfRegistrationNoRecaptcha: settings.keySelfRegistrationNoRecaptcha,
      allowAccountRecovery: settings.keyAccountRecovery,
      useCustomLogoFront: settings.keyUseCustomLogoFront,
      oidcProviders: [],
    };
  });
}
