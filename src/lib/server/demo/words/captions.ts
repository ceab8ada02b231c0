/** What the public reads under a pair, by the drawing that it shows; {title} is the case's own. */
export const CAPTIONS: Record<string, readonly string[]> = {
	shed_blue: ['{title}拆除，种树添座椅', '{title}拆除后恢复绿地'],
	shed_wood: ['{title}拆除，种树添座椅', '{title}拆除后恢复绿地'],
	shed_brick: ['{title}拆除，种树添座椅', '{title}拆除后恢复绿地'],
	shed_glass: ['{title}拆除后恢复绿地', '{title}拆除，还绿于民'],
	terrace: ['{title}拆除，外墙恢复原貌', '{title}拆除，楼前补绿'],
	heap: ['{title}清走，建成小花园', '{title}清运完毕，栽花种树'],
	green_vegetables: ['{title}清退，恢复公共绿地', '{title}清退后重铺草坪'],
	green_paved: ['{title}清退，恢复公共绿地', '{title}清退后补种花木'],
	facade: ['{title}完工，楼面焕然一新', '{title}完工'],
	road: ['{title}完工，路平灯亮', '{title}完工'],
	parking: ['{title}完成，停车有序'],
	ads: ['{title}完成，楼道亮堂了']
};

/** Why somebody did not let a pair go out. */
export const REFUSALS: readonly string[] = ['一楼窗内人影未遮挡，请遮挡后重新提交', '整治后影像偏暗，请补拍后重新提交'];
/** Why a pair that was public is no longer. */
export const WITHDRAWALS: readonly string[] = ['住户反映画面中可辨认其阳台，先行撤下'];
