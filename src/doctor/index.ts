export { type DoctorFlags, doctor, EXIT_OF } from './command.js';
export { DatabaseRefused, requireFit } from './refusal.js';
