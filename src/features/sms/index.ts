export { isPhoneNumber } from './outbound.js';
export { isSmsConfigured, type NewSms, type SmsOutcome, sendSms } from './send-sms.js';
