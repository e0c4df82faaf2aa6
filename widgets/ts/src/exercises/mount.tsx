import "../styles/editor.css";
import "../styles/exercise.css";
import "../styles/exercise_shared.css";

export { showExercise as mountExercise } from "./show";
