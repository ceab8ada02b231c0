/**
 * For the `pointerdown` of a box that is divided by a line: a press anywhere brings the line there, and
 * holding on moves it. A vertical drag still scrolls the page where the box has `touch-action: pan-y`.
 * `onshare` gets per cent of the box's width, from the left.
 */
export function followLine(event: PointerEvent, onshare: (percent: number) => void): void {
	if (event.button !== 0) return;
	const grip = event.currentTarget as HTMLElement;
	const box = grip.getBoundingClientRect();
	const move = (at: PointerEvent): void => onshare(Math.min(100, Math.max(0, ((at.clientX - box.left) / box.width) * 100)));
	const end = (): void => {
		grip.removeEventListener('pointermove', move);
		grip.removeEventListener('pointerup', end);
		grip.removeEventListener('pointercancel', end);
	};
	grip.setPointerCapture(event.pointerId);
	grip.addEventListener('pointermove', move);
	grip.addEventListener('pointerup', end);
	grip.addEventListener('pointercancel', end);
	move(event);
}
