import type { Section } from './section.js';

export const logIn: Section = {
  title: 'Log-in',
  about: 'How a session begins and ends, and how people get or restore an account.',
  operations: {
    'POST /api/auth/login': 'Begin a session with user name and password, and a code where two-factor log-in is on',
    'POST /api/auth/updatePassword': 'Replace a password that has expired',
    'POST /api/auth/invite': 'Accept an invitation',
    'POST /api/auth/forgotPassword': 'Ask for a link by mail that restores the password',
    'POST /api/auth/passwordReset': 'Set a new password by that link',
    'GET /api/loginConfig': 'What the login page shows',
    'POST /api/authentication/login': 'Begin a session by a form, as older clients do',
    'POST /dhis-web-commons-security/login.action': 'Begin a session by the form of the login page',
    'GET POST /dhis-web-commons-security/logout.action': 'End the session',
    'GET /api/ping': 'Whether the credentials are right',
    'GET /api/system/ping': 'Whether the credentials are right',
  },
};

export const me: Section = {
  title: 'Own account',
  about: 'The user who asks: profile, rights, settings, password, personal access tokens.',
  operations: {
    'GET /api/me': 'Profile, rights and settings of the user who asks',
    'PUT /api/me': 'Change the profile',
    'GET /api/me/authorities': 'Authorities of the user',
    'GET /api/me/authorities/{authority}': 'Whether the user has an authority',
    'GET /api/me/authorization': 'Authorities of the user (older name)',
    'GET /api/me/authorization/{authority}': 'Whether the user has an authority (older name)',
    'GET /api/me/settings': 'Settings of the user',
    'GET /api/me/settings/{key}': 'One setting of the user',
    'GET /api/me/dashboard': 'Numbers of unread messages and interpretations',
    'PUT /api/me/changePassword': 'Change the password',
    'POST /api/me/verifyPassword': 'Whether a password is that of the user',
    'POST /api/me/validatePassword': 'Whether a password would be accepted',
    'GET /api/apiToken': 'List of personal access tokens',
    'POST /api/apiToken': 'Make a token; only this answer shows it',
    'GET /api/apiToken/{uid}': 'One token, without its secret',
    'DELETE /api/apiToken/{uid}': 'Delete a token; it is refused from then on',
    'GET /api/apiTokens': 'List of personal access tokens',
    'POST /api/apiTokens': 'Make a token; only this answer shows it',
    'GET /api/apiTokens/{uid}': 'One token, without its secret',
    'DELETE /api/apiTokens/{uid}': 'Delete a token; it is refused from then on',
  },
};

export const users: Section = {
  title: 'Users',
  about: 'What can be done with users besides the operations of every metadata type.',
  operations: {
    'POST /api/users/invite': 'Invite a new user by mail',
    'POST /api/users/invites': 'Invite several new users by mail',
    'POST /api/users/{uid}/invite': 'Send an invitation again',
    'POST /api/users/{uid}/reset': 'Send the user a link that restores the password',
    'POST /api/users/{uid}/enabled': 'Enable the account',
    'POST /api/users/{uid}/disabled': 'Disable the account; its sessions end',
    'POST /api/users/{uid}/expired': 'Set the day on which the account expires',
    'POST /api/users/{uid}/unexpired': 'Let the account expire no more',
    'POST /api/users/{uid}/twoFA/disabled': 'Switch two-factor log-in of the user off',
    'POST /api/users/{uid}/replica': 'Make a user with the same rights under another name',
    'GET /api/userLookup': 'Find users by name, for whoever writes to them',
    'GET /api/userLookup/feedbackRecipients': 'Find users among those who get feedback',
    'GET /api/userLookup/{id}': 'Name of one user',
  },
};
