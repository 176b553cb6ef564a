import { flag, secret, whole } from '../definition.js';

/** Who may come in, how they register, and what becomes of passwords and accounts (contract: http.md §2, system.md §10). */
export const securitySettings = {
  minPasswordLength: whole(8),
  maxPasswordLength: whole(72),
  credentialsExpires: whole(0),
  credentialsExpiryAlert: flag(false),
  credentialsExpiresReminderInDays: whole(28),
  accountExpiresInDays: whole(7),
  accountExpiryAlert: flag(false),
  keyLockMultipleFailedLogins: flag(false),
  keyAccountRecovery: flag(false),
  keySelfRegistrationNoRecaptcha: flag(false),
  recaptchaSecret: secret(),
  recaptchaSite: secret(),
  enforceVerifiedEmail: flag(false),
  autoVerifyInvitedUserEmail: flag(true),
  keyCanGrantOwnUserAuthorityGroups: flag(false),
  keyRequireAddToView: flag(false),
  keyAllowObjectAssignment: flag(false),
};
