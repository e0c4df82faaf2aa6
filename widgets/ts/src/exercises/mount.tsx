import "../styles/after_review.css";
import "../styles/code.css";
import "../styles/editor.css";
import "../styles/exercise.css";
import "../styles/exercise_shared.css";
import "../styles/goal.css";
import "../styles/order.css";
import "../styles/table.css";
import "../styles/together.css";
import "../styles/upload.css";

export { showExercise as mountExercise } from "./show";
