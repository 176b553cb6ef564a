export { type DoctorFlags, doctor, EXIT_OF, givenDatabase } from './command.js';
export { ANALYTICS_ELSEWHERE } from './problems.js';
export { DatabaseRefused, requireFit } from './refusal.js';
