import { everythingRead } from "../everything-read";

export default everythingRead(3);
