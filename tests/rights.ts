/**
 * The rights of FAULTS "Rights" for everything that exists (where they say more or less than that table:
 * docs/decisions/0005). tests/contract/rights.test.ts turns each cell into requests.
 *
 * Columns: who asks. P the public, N signed in without a post, then a post of each kind: R rider of a
 * district, C cadre of a community, G grid leader, X dispatcher of a subdistrict, I inspector of a
 * community, S leader of a subdistrict, D leader of a district, M leader of the city, B administrator
 * of a district, A administrator of the city.
 *
 * Cells: where the right holds. - nowhere, o in the own area, l in the own area and those above it,
 * * everywhere. Whose post has ended, and who has no post, is as N;
 * a banned or disabled person and an account without a person are as N; denied is the default.
 */
export const RIGHTS_IN_AREAS = `
thing                  verb      P N  R C G X I S D M B A
sites                  read      - -  - o o o o o o o o o
sites                  create    - -  - o o o - - - - o o
sites                  edit      - -  - o o o - - - - o o
sites                  reshape   - -  - o o o - - - - o o
sites                  reassign  - -  - o o o - - - - o o
sites                  remove    - -  - - o - - - - - o o
sites                  map       - -  - o o o o o o o o o
sites                  write     - -  - - - - - - - - - -
cameras                read      - -  - o o o o o o o o o
cameras                create    - -  - - - - - - - - o o
cameras                edit      - -  - - - - - - - - o o
cameras                remove    - -  - - - - - - - - o o
cameras                map       - -  - o o o o o o o o o
cameras                detail    - -  - o o o o o o o o o
tasks                  read      - -  - o o o o o o o o o
tasks                  detail    - -  - o o o o o o o o o
tasks                  list      - -  - o o o o o o o o o
tasks                  search    - -  - o o o o o o o o o
tasks                  export    - -  - o o o o o o o o o
tasks                  create    - -  - o o o - - o o o o
tasks                  edit      - -  - o o o - - - - o o
tasks                  verify    - -  - o o o - - - - - -
tasks                  assign    - -  - - - o - - - - - -
tasks                  inspect   - -  - - - - o - - - - -
tasks                  supervise - -  - - - - - o o o - -
tasks                  write     - -  - - - - - - - - - -
removed_sites          read      - -  - - - - - - - - - -
removed_tasks          read      - -  - - - - - - - - - -
removed_evidence       read      - -  - - - - - - - - - -
removed_pictures       download  - -  - - - - - - - - - -
task_events            read      - -  - o o o o o o o o o
task_events            write     - -  - - - - - - - - - -
evidence               read      - -  - o o o o o o o o o
evidence               download  - -  - o o o o o o o o o
evidence               upload    - -  - o o o o - - - - -
evidence               attach    - -  - o o o o - - - - -
evidence               write     - -  - - - - - - - - - -
publication_proposals  read      - -  - o o o o o o o o o
publication_proposals  propose   - -  - o o o o - - - o o
publication_proposals  approve   - -  - - - - - o o o o o
publication_proposals  withdraw  - -  - - - - - - o o o o
publication_proposals  write     - -  - - - - - - - - - -
redacted               download  - -  - o o o o o o o o o
redacted               upload    - -  - o o o o - - - o o
progress               overview  - -  - o o o o o o o o o
progress               days      - -  - o o o o o o o o o
progress               due       - -  - o o o o o o o o o
progress               stuck     - -  - o o o o o o o o o
people                 read      - -  - l l l l l l o l o
people                 list      - -  - - - - - - - - o o
people                 save      - -  - - - - - - - - o o
people                 erase     - -  - - - - - - - - o o
people                 write     - -  - - - - - - - - - -
sessions               end       - -  - - - - - - - - o o
second_factors         reset     - -  - - - - - - - - o o
security_events        list      - -  - - - - - - - - o o
contacts               read      - -  - - - - - - - - o o
contacts               write     - -  - - - - - - - - - -
posts                  read      - -  - l l l l l l o l o
posts                  give      - -  - - - - - - - - o o
posts                  end       - -  - - - - - - - - o o
posts                  remove    - -  - - - - - - - - - -
answerables            read      - -  - l l l l l l o l o
answerables            name      - -  - - - - - - - - o o
answerables            change    - -  - - - - - - - - o o
answerables            remove    - -  - - - - - - - - o o
areas                  read      - -  - * * * * * * * * *
areas                  sheet     - -  - * * * * * * * * *
areas                  outlines  - -  - * * * * * * * * *
areas                  find      - -  - * * * * * * * * *
areas                  save      - -  - - - - - - - - o o
areas                  write     - -  - - - - - - - - - -
plans                  read      - -  - * * * * * * * * *
plans                  save      - -  - - - - - - - - o o
plans                  write     - -  - - - - - - - - - -
campaigns              roll_out  - -  - - - - - - - - o o
indicator_values       read      - -  - o o o o o o o o o
indicator_values       series    - -  - o o o o o o o o o
indicator_values       add       - -  - - - - - - - - o o
indicator_values       change    - -  - - - - - - - - o o
indicator_values       remove    - -  - - - - - - - - - -
import_batches         commit    - -  - - - - - - - - o o
import_batches         undo      - -  - - - - - - - - - *
exports                begin     - -  - * * * * * * * * *
exports                read      - -  - - - - - - - - o o
exports                write     - -  - - - - - - - - - -
`;

/** The same of things that lie in no area: a right holds or it does not. */
export const RIGHTS_WITHOUT_AREA = `
thing                  verb      P N  R C G X I S D M B A
task_events            verify    - -  - - - - - - - - - *
task_events            slice     - -  - - - - - - - - - *
task_events            compare   - -  - - - - - - - - - -
publications           read      * *  * * * * * * * * * *
publications           write     - -  - - - - - - - - - -
published_pictures     download  * *  * * * * * * * * * *
published_pictures     twin      - -  - - - - - - - - - -
published_areas        read      * *  * * * * * * * * * *
published_areas        write     - -  - - - - - - - - - -
published_campaigns    read      * *  * * * * * * * * * *
published_campaigns    write     - -  - - - - - - - - - -
published_figures      read      * *  * * * * * * * * * *
published_figures      write     - -  - - - - - - - - - -
public_figures         refresh   - -  - - - - - * * * * *
published_settings     read      * *  * * * * * * * * * *
published_settings     write     - -  - - - - - - - - - -
people                 link      - -  - - - - - - - - - -
people                 erase_due - -  - - - - - - - - - -
sign_in                serve     - -  - - - - - - - - - -
second_factors         serve     - -  - - - - - - - - - -
accounts               list      - -  - - - - - - - - - -
accounts               forget    - -  - - - - - - - - - -
pictures               retire    - -  - - - - - - - - - -
pictures               forget    - -  - - - - - - - - - -
operation              facts     - -  - - - - - - - - - *
campaigns              read      - -  - * * * * * * * * *
campaigns              write     - -  - - - - - - - - - -
templates              read      - -  - * * * * * * * * *
templates              save      - -  - - - - - - - - - *
templates              write     - -  - - - - - - - - - -
layers                 read      - -  - * * * * * * * * *
layers                 write     - -  - - - - - - - - - -
task_kinds             read      - -  - * * * * * * * * *
task_kinds             write     - -  - - - - - - - - - -
targets                read      - -  - * * * * * * * * *
targets                write     - -  - - - - - - - - - -
area_targets           read      - -  - * * * * * * * * *
area_targets           save      - -  - - - - - - - - - *
area_targets           write     - -  - - - - - - - - - -
calendars              read      - -  - * * * * * * * * *
calendars              save      - -  - - - - - - - - - *
calendars              write     - -  - - - - - - - - - -
calendar_days          read      - -  - * * * * * * * * *
calendar_days          write     - -  - - - - - - - - - -
indicators             read      - -  - * * * * * * * * *
indicators             write     - -  - - - - - - - - - -
settings               read      - -  - * * * * * * * * *
settings               add       - -  - - - - - - - - - *
settings               change    - -  - - - - - - - - - *
settings               save      - -  - - - - - - - - - *
settings               remove    - -  - - - - - - - - - -
basemaps               read      - -  - * * * * * * * * *
basemaps               add       - -  - - - - - - - - - *
basemaps               change    - -  - - - - - - - - - *
basemaps               remove    - -  - - - - - - - - - *
public_basemaps        read      * *  * * * * * * * * * *
disabled_basemaps      read      - -  - - - - - - - - - *
basemap_keys           read      - -  - - - - - - - - - -
basemap_keys           save      - -  - - - - - - - - - *
basemap_keys           write     - -  - - - - - - - - - -
import_batches         read      - -  - - - - - - - - * *
import_batches         begin     - -  - - - - - - - - * *
import_batches         write     - -  - - - - - - - - - -
import_profiles        read      - -  - - - - - - - - * *
import_profiles        add       - -  - - - - - - - - * *
import_profiles        change    - -  - - - - - - - - * *
import_profiles        remove    - -  - - - - - - - - - -
demo                   clear     - -  - - - - - - - - - -
`;
