import type { FilterSpecification, GeoJSONSource, Map } from 'maplibre-gl';
import type { SceneOperation } from './diff-scenes.ts';

/** Does to a map what makes one scene of another. Layers that belong on top go under `ceiling`, when something is drawn there. */
export function applyOperation(map: Map, operation: SceneOperation, ceiling: string | undefined): void {
	switch (operation.type) {
		case 'remove_layer':
			return void map.removeLayer(operation.id);
		case 'remove_source':
			return void map.removeSource(operation.id);
		case 'add_source':
			return void map.addSource(operation.id, operation.source);
		case 'set_data':
			map.getSource<GeoJSONSource>(operation.id)?.setData(operation.data);
			return;
		case 'add_layer':
			return void map.addLayer(operation.layer, operation.before ?? ceiling);
		case 'move_layer':
			return void map.moveLayer(operation.id, operation.before ?? ceiling);
		case 'set_paint':
			return void map.setPaintProperty(operation.id, operation.name as never, operation.value as never);
		case 'set_layout':
			return void map.setLayoutProperty(operation.id, operation.name as never, operation.value as never);
		case 'set_filter':
			return void map.setFilter(operation.id, operation.filter as FilterSpecification | null);
		case 'set_zoom_range':
			return void map.setLayerZoomRange(operation.id, operation.minzoom, operation.maxzoom);
	}
}
