import type { Component } from 'svelte'
import { m } from '@parvis/texts'
import { number } from '$lib/format'
import { example } from '../example'
import DataTable from './DataTable.svelte'

interface Props { caption: string, columns: { key: string, label: string, numeric?: boolean, href?: string, sorted?: 'asc' | 'desc' }[], rows: Record<string, unknown>[], dense?: boolean, words?: boolean }
const Table = DataTable as unknown as Component<Props>

const columns = () => [{ key: 'label', label: m.gallery_chart_label() }, { key: 'value', label: m.gallery_chart_value(), numeric: true }]
const rows = () => [[m.gallery_project_1(), 1204], [m.gallery_project_2(), 987], [m.gallery_project_3(), 640]].map(([label, value]) => ({ label, value: number(Number(value)) }))

export default [
  example('ordinaire', m.gallery_is_ordinary, Table, () => ({ caption: m.gallery_chart(), columns: columns(), rows: rows() })),
  example('triable', m.gallery_is_sortable, Table, () => ({
    caption: m.gallery_chart(), dense: true, rows: rows(),
    columns: columns().map((column, index) => ({ ...column, href: '/galerie/data-table', ...(index === 1 ? { sorted: 'desc' as const } : {}) })),
  })),
  example('serre', m.gallery_is_dense, Table, () => ({ caption: m.gallery_chart(), columns: columns(), rows: rows(), dense: true })),
  example('phrases', m.gallery_is_sentences, Table, () => ({
    caption: m.gallery_lists(), words: true,
    columns: [{ key: 'title', label: m.gallery_field() }, { key: 'text', label: m.gallery_area() }],
    rows: [{ title: m.gallery_item(), text: m.gallery_item_text() }, { title: m.gallery_project_2(), text: m.gallery_item_text() }],
  })),
]
