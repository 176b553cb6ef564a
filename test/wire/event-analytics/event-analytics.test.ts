import { eventWorld } from '../../support/event-world.js';
import { access } from './access.js';
import { aggregates } from './aggregates.js';
import { dimensions } from './dimensions.js';
import { generatedAggregates } from './generated-aggregates.js';
import { generatedLists } from './generated-lists.js';
import { indicators } from './indicators.js';
import { listAnswers } from './list-answers.js';
import { otherSubjects } from './other-subjects.js';
import { owners } from './owners.js';
import { places } from './places.js';
import { refusals } from './refusals.js';

const world = eventWorld();

generatedLists(world);
generatedAggregates(world);
listAnswers(world);
otherSubjects(world);
aggregates(world);
owners(world);
places(world);
dimensions(world);
indicators(world);
refusals(world);
access(world);
