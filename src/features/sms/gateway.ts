/** How a generic gateway takes its data; `URL` is an older word for a form. */
export const CONTENT_TYPES = ['APPLICATION_JSON', 'APPLICATION_XML', 'FORM_URL_ENCODED', 'TEXT_PLAIN', 'URL'] as const;
export type ContentType = (typeof CONTENT_TYPES)[number];

/** A value that a generic gateway is told besides text and recipients. */
export interface GatewayParameter {
  readonly key: string;
  readonly value: string;
  /** Sent as a header of the request; the others fill in placeholders of the template. */
  readonly header: boolean;
  /** Sent in Base64. */
  readonly encode: boolean;
  /** Never shown. */
  readonly confidential: boolean;
}

/** Any provider that takes HTTP requests. */
export interface HttpGateway {
  readonly type: 'http';
  readonly urlTemplate: string;
  readonly configurationTemplate: string;
  readonly contentType: ContentType;
  readonly useGet: boolean;
  readonly sendUrlParameters: boolean;
  readonly parameters: readonly GatewayParameter[];
}

export interface BulkSmsGateway {
  readonly type: 'bulksms';
  readonly urlTemplate: string;
  readonly username: string;
  readonly password: string;
}

export interface ClickatellGateway {
  readonly type: 'clickatell';
  readonly urlTemplate: string;
  readonly username: string;
  readonly authToken: string;
}

export type GatewayConfig = HttpGateway | BulkSmsGateway | ClickatellGateway;

/** A configured gateway. */
export interface Gateway {
  readonly uid: string;
  readonly name: string;
  readonly isDefault: boolean;
  readonly config: GatewayConfig;
}

/** One text for some telephone numbers. */
export interface Sms {
  readonly text: string;
  /** Digits, without `+` or `00`. */
  readonly recipients: readonly string[];
}
