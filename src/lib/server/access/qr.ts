import encodeQR from 'qr';

/** A QR code as one path in a box of `size` units, quiet zone included, for whoever draws it. */
export interface QrDrawing {
	size: number;
	path: string;
}

const QUIET_ZONE = 4;

export function drawQr(text: string): QrDrawing {
	const modules = encodeQR(text, 'raw', { ecc: 'medium', border: QUIET_ZONE });
	const runs = modules.flatMap((row, y) => {
		const found: string[] = [];
		for (let x = 0; x < row.length; x++) {
			if (!row[x]) continue;
			const start = x;
			while (row[x + 1]) x++;
			found.push(`M${start} ${y}h${x - start + 1}v1h-${x - start + 1}z`);
		}
		return found;
	});
	return { size: modules.length, path: runs.join('') };
}
