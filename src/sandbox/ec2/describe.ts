import type { Action, Request } from './action.ts';
import { type FilterFields, readFilters } from './filters.ts';
import { cutPage } from './paging.ts';
import { findById, type ResourceKind } from './resource-id.ts';
import { rates } from './throttle.ts';
import type { Xml } from './xml.ts';

/** What one kind of resource brings to its Describe action. */
export interface Describable<T> {
  kind: ResourceKind;
  /** The parameter with the ids, `NetworkAclId` for `NetworkAclId.1`. */
  idParameter: string;
  /** The element that lists what was found. */
  setElement: string;
  idOf(resource: T): string;
  all(request: Request): readonly T[];
  filters(request: Request): FilterFields<T>;
  tags(resource: T): readonly { Key: string; Value: string }[];
  xml(resource: T, request: Request): Xml;
}

/** A Describe action: ids, filters and pages work alike for all resources. */
export function describe<T>(what: Describable<T>): Action {
  return {
    rate: rates.describe,
    run(request) {
      const { parameters } = request;
      const all = what.all(request);
      const ids = parameters.list(what.idParameter);
      for (const id of ids) findById(what.kind, all, what.idOf, id);
      const matches = readFilters(parameters, what.filters(request), what.tags);
      const found = all.filter((one) => (ids.length === 0 || ids.includes(what.idOf(one))) && matches(one));
      const page = cutPage(found, parameters, ids.length === 0 ? undefined : what.setElement);
      return { [what.setElement]: page.items.map((one) => what.xml(one, request)), nextToken: page.nextToken };
    },
  };
}
