import { json } from '../model/property.js';
import { defineType } from '../model/type.js';
import { sharedAuthorities } from './authorities.js';

export const aggregateDataExchange = defineType({
  name: 'aggregateDataExchange',
  plural: 'aggregateDataExchanges',
  label: 'Aggregate data exchange',
  klass: 'org.hisp.dhis.dataexchange.aggregate.AggregateDataExchange',
  table: 'aggregatedataexchange',
  traits: ['dataSharing', 'sharing', 'translations', 'attributes', 'author'],
  authorities: sharedAuthorities('AGGREGATE_DATA_EXCHANGE'),
  naming: { unique: true },
  properties: {
    source: json({ required: true }),
    // Whoever may read an exchange need not know how to get into the other server.
    target: json({
      required: true,
      concealed: [
        ['api', 'password'],
        ['api', 'accessToken'],
      ],
    }),
  },
});
