import type { MigrationInterface, QueryRunner } from 'typeorm'
import { applicationRole } from './1763800000000-foundations'

/** The outline of each commune, as the operator gave it, and where a proposal is. */
export class Territory1764450000000 implements MigrationInterface {
  name = 'Territory1764450000000'

  async up(q: QueryRunner): Promise<void> {
    const app = applicationRole()
    const place = `
      -- About ten metres: nobody's door is told.
      add column lat numeric(6, 4) check (lat between -90 and 90),
      add column lon numeric(7, 4) check (lon between -180 and 180),
      -- In words: "l'angle de la rue des Arts".
      add column place text not null default '' check (length(place) <= 160),
      add check ((lat is null) = (lon is null))`
    await q.query(`
      -- GeoJSON geometries, longitude first. No PostGIS: what is asked of them is asked by the platform.
      create table identity.municipality_shape (
        code text primary key references identity.municipality,
        -- As given: decides where a point lies.
        outline jsonb not null,
        -- Lighter ones that share their borders, to draw a commune and to draw them all.
        near jsonb not null,
        far jsonb not null,
        -- West, south, east, north.
        bounds double precision[] not null check (cardinality(bounds) = 4),
        -- Longitude, latitude, inside.
        middle double precision[] not null check (cardinality(middle) = 2),
        imported_at timestamptz not null default platform.clock()
      );
      -- Named things that help to find one's way on the map of a commune.
      create table identity.landmark (
        position integer primary key,
        layer text not null check (length(layer) <= 80),
        name text not null check (length(name) between 1 and 80),
        geometry jsonb not null,
        bounds double precision[] not null check (cardinality(bounds) = 4)
      );
      grant select, insert, update, delete on identity.municipality_shape, identity.landmark to ${app};

      alter table consultations.proposal ${place};
      alter table consultations.proposal_version ${place};
      alter table consultations.proposal_draft ${place};
      create index proposal_on_map on consultations.proposal (consultation_id) include (lon, lat, municipality_code) where lat is not null and state = 'submitted';
    `)
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop index consultations.proposal_on_map;
      alter table consultations.proposal_draft drop column lat, drop column lon, drop column place;
      alter table consultations.proposal_version drop column lat, drop column lon, drop column place;
      alter table consultations.proposal drop column lat, drop column lon, drop column place;
      drop table identity.landmark, identity.municipality_shape;
    `)
  }
}
